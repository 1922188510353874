using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes a transformer's state. Layout, in the binary forms of <see cref="BinaryWriter"/> (<c>string?</c> is a flag, and a string if it is set):</summary>
/// <remarks><code>
/// string?  image column          string?  text column          string  predicted label column          string  score column
/// string?  prompt
/// string   LMM's folder          string   the same, relative to the model file                         string  LMM's fingerprint
/// string?  LMM's precision       string?  LMM's decoder file
/// bool     LMM's float activations
/// int      number of head taps, and per head tap: int layer, string tensor
///          the classifier, see <see cref="ClassifierWriter"/>
/// bool     whether the label has key values, and if so: int length in bytes (not in version 1.1), type and values in ML.NET's binary form
/// </code></remarks>
internal static class StateWriter
{
    /// <param name="environment">The environment.</param>
    /// <param name="state">What to write.</param>
    /// <param name="fileFolder">Full path of the model file's folder; <see langword="null"/> if not known.</param>
    public static byte[] Write(IHostEnvironment environment, TransformerState state, string? fileFolder)
    {
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        WriteOptional(writer, state.Names.Image);
        WriteOptional(writer, state.Names.Text);
        writer.Write(state.Names.PredictedLabel);
        writer.Write(state.Names.Score);
        WriteOptional(writer, state.Prompt);
        WriteLmm(writer, state.Lmm, fileFolder ?? Environment.CurrentDirectory);
        new ClassifierWriter(writer).Write(state.Trained);
        writer.Write(state.KeyValues is not null);
        if (state.KeyValues is not null)
        {
            var keyValues = new MemoryStream();
            state.KeyValues.Write(environment, keyValues);
            writer.Write((int)keyValues.Length);
            writer.Write(keyValues.ToArray());
        }
        writer.Flush();
        return stream.ToArray();
    }

    private static void WriteLmm(BinaryWriter writer, LmmReference lmm, string fileFolder)
    {
        var folder = lmm.LastKnownFolder();
        writer.Write(folder);
        writer.Write(Path.GetRelativePath(fileFolder, folder).Replace('\\', '/'));
        writer.Write(lmm.Fingerprint);
        WriteOptional(writer, lmm.Options.Precision);
        WriteOptional(writer, lmm.Options.DecoderFile);
        writer.Write(lmm.Options.FloatActivations);
        writer.Write(lmm.Options.HeadTaps?.Count ?? 0);
        foreach (var (layer, tensor) in lmm.Options.HeadTaps ?? new Dictionary<int, string>())
        {
            writer.Write(layer);
            writer.Write(tensor);
        }
    }

    private static void WriteOptional(BinaryWriter writer, string? value)
    {
        writer.Write(value is not null);
        if (value is not null)
            writer.Write(value);
    }
}
