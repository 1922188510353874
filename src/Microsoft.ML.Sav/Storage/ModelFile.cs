using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Scoring;

namespace Microsoft.ML.Sav.Storage;

/// <summary>
/// What a transformer writes into a model file and reads from it; the version stands in ML.NET's header before it. Layout, in the binary
/// forms of <see cref="BinaryWriter"/> (<c>text?</c> is a flag and, where it is set, a text):
/// <code>
/// text?  image column          text?  text column          text  predicted label column          text  score column
/// text?  prompt
/// text   LMM's folder          text   the same, relative to the model file                       text  LMM's fingerprint
/// text?  LMM's precision       text?  LMM's decoder file
/// bool   LMM's float activations
/// int    number of head taps, and for each: int layer, text tensor
/// byte   tie rule
/// int    number of heads, and for each: int layer, int index, int size, int success count
/// int    number of classes, and for each: int example count, float[] means of the heads, one after the other
/// bool   whether the label has key values, and if so: their type and they, in ML.NET's own form
/// </code>
/// </summary>
internal sealed record ModelFile(SavModel Model, ColumnNames Names, string? Prompt, LmmReference Lmm)
{
    /// <param name="environment">The environment.</param>
    /// <param name="writer">Where to write to.</param>
    /// <param name="path">Full path of the model file, where that is known.</param>
    public void Write(IHostEnvironment environment, BinaryWriter writer, string? path)
    {
        WriteOptional(writer, Names.Image);
        WriteOptional(writer, Names.Text);
        writer.Write(Names.PredictedLabel);
        writer.Write(Names.Score);
        WriteOptional(writer, Prompt);
        WriteLmm(writer, Path.GetDirectoryName(path) ?? Environment.CurrentDirectory);
        WriteHeads(writer);
        WriteClasses(writer);
        writer.Write(Model.KeyValues is not null);
        writer.Flush();
        Model.KeyValues?.Write(environment, writer.BaseStream);
    }

    /// <param name="environment">The environment.</param>
    /// <param name="reader">What to read from.</param>
    /// <param name="path">Full path of the model file, where that is known.</param>
    /// <exception cref="InvalidDataException">The content is damaged.</exception>
    public static ModelFile Read(IHostEnvironment environment, BinaryReader reader, string? path)
    {
        try
        {
            var names = new ColumnNames(ReadOptional(reader), ReadOptional(reader), reader.ReadString(), reader.ReadString());
            var prompt = ReadOptional(reader);
            var lmm = ReadLmm(reader) with { FileFolder = Path.GetDirectoryName(path) };
            var tieRule = (VoteTieRule)reader.ReadByte();
            var heads = ReadMany(reader, () => new SavHead(ReadHead(reader), reader.ReadInt32()));
            var layout = new HeadLayout(heads.Select(head => head.Head));
            var classes = ReadMany(reader, () => (Count: reader.ReadInt32(), Mean: ReadFloats(reader, layout.VectorLength)));
            var means = new ClassMeans(layout, [.. classes.Select(c => c.Mean)], [.. classes.Select(c => c.Count)]);
            var keyValues = reader.ReadBoolean() ? KeyValues.Read(environment, reader.BaseStream) : null;
            var model = new SavModel(new HeadSelection(new HeadClassifier(means, tieRule), [.. heads.Select(head => head.SuccessCount)]), keyValues);
            return new ModelFile(model, names, prompt, lmm);
        }
        catch (Exception exception) when (exception is EndOfStreamException or ArgumentException or OverflowException)
        {
            throw new InvalidDataException($"The saved {nameof(SavTransformer)} is damaged: {exception.Message}", exception);
        }
    }

    private void WriteLmm(BinaryWriter writer, string fileFolder)
    {
        var folder = Lmm.LastKnownFolder();
        writer.Write(folder);
        writer.Write(Path.GetRelativePath(fileFolder, folder).Replace('\\', '/'));
        writer.Write(Lmm.Fingerprint);
        WriteOptional(writer, Lmm.Options.Precision);
        WriteOptional(writer, Lmm.Options.DecoderFile);
        writer.Write(Lmm.Options.FloatActivations);
        writer.Write(Lmm.Options.HeadTaps?.Count ?? 0);
        foreach (var (layer, tensor) in Lmm.Options.HeadTaps ?? new Dictionary<int, string>())
        {
            writer.Write(layer);
            writer.Write(tensor);
        }
    }

    private static LmmReference ReadLmm(BinaryReader reader)
    {
        var (folder, relativeFolder, fingerprint) = (reader.ReadString(), reader.ReadString(), reader.ReadString());
        var options = new LmmOptions { Precision = ReadOptional(reader), DecoderFile = ReadOptional(reader), FloatActivations = reader.ReadBoolean() };
        var taps = ReadMany(reader, () => KeyValuePair.Create(reader.ReadInt32(), reader.ReadString())).ToDictionary();
        return new LmmReference(folder, relativeFolder, fingerprint, taps.Count == 0 ? options : options with { HeadTaps = taps });
    }

    private void WriteHeads(BinaryWriter writer)
    {
        writer.Write((byte)Model.TieRule);
        writer.Write(Model.Heads.Count);
        foreach (var (head, successCount) in Model.Heads)
        {
            writer.Write(head.Layer);
            writer.Write(head.Index);
            writer.Write(head.Size);
            writer.Write(successCount);
        }
    }

    private void WriteClasses(BinaryWriter writer)
    {
        writer.Write(Model.ClassCount);
        for (var classIndex = 0; classIndex < Model.ClassCount; classIndex++)
        {
            writer.Write(Model.ExampleCounts[classIndex]);
            foreach (var value in Model.Classifier.Means.GetMean(classIndex))
                writer.Write(value);
        }
    }

    private static Head ReadHead(BinaryReader reader) => new(reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());

    private static T[] ReadMany<T>(BinaryReader reader, Func<T> read) => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => read())];

    private static float[] ReadFloats(BinaryReader reader, int count) => [.. Enumerable.Range(0, count).Select(_ => reader.ReadSingle())];

    private static void WriteOptional(BinaryWriter writer, string? text)
    {
        writer.Write(text is not null);
        if (text is not null)
            writer.Write(text);
    }

    private static string? ReadOptional(BinaryReader reader) => reader.ReadBoolean() ? reader.ReadString() : null;
}
