using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads which LMM a transformer needs. Layout (<c>string?</c> is a flag, and a string if it is set):</summary>
/// <remarks><code>
/// string   LMM's folder          string   the same, relative to the model file                         string  LMM's fingerprint
/// string?  LMM's precision       string?  LMM's decoder file
/// bool     LMM's float activations
/// int      number of head taps, and per head tap: int layer, string tensor
/// </code></remarks>
internal static class LmmFormat
{
    /// <param name="writer">What to write to.</param>
    /// <param name="lmm">What to write.</param>
    /// <param name="fileFolder">Full path of the model file's folder; <see langword="null"/> if not known.</param>
    public static void Write(BodyWriter writer, LmmReference lmm, string? fileFolder)
    {
        var known = lmm.FindKnownFolder();
        var folder = known ?? lmm.Folder;
        writer.Write(folder);
        writer.Write(known is null && lmm.RelativeFolder is { } relative
            ? relative
            : Path.GetRelativePath(fileFolder ?? Environment.CurrentDirectory, folder).Replace('\\', '/'));
        writer.Write(lmm.Fingerprint);
        writer.WriteOptional(lmm.Options.Precision);
        writer.WriteOptional(lmm.Options.DecoderFile);
        writer.Write(lmm.Options.FloatActivations);
        writer.Write(lmm.Options.HeadTaps?.Count ?? 0);
        foreach (var (layer, tensor) in lmm.Options.HeadTaps ?? new Dictionary<int, string>())
        {
            writer.Write(layer);
            writer.Write(tensor);
        }
    }

    public static LmmReference Read(BoundedReader reader, string? fileFolder)
    {
        var (folder, relativeFolder, fingerprint) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
        var options = new LmmOptions
        {
            Precision = reader.ReadOptionalString(),
            DecoderFile = reader.ReadOptionalString(),
            FloatActivations = reader.ReadBoolean(),
        };
        var taps = reader.ReadArray(sizeof(int) + 1, () => KeyValuePair.Create(reader.ReadInt32(), reader.ReadString()));
        if (taps.Length > 0)
            options = options with { HeadTaps = taps.ToDictionary() };
        return new LmmReference(folder, relativeFolder, fingerprint, options) { FileFolder = fileFolder };
    }
}
