using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes a transformer's state. Layout, in the binary forms of <see cref="BinaryWriter"/> (<c>string?</c> is a flag, and a string if it is set):</summary>
/// <remarks><code>
/// string?  image column          string?  text column          string  predicted label column          string  score column
/// string?  prompt
/// LMM, see LmmFormat
/// byte     tie rule
/// int      number of heads, and per head: int layer, int index, int size, int success count
/// int      number of classes, and per class: int example count, float[] means of the heads in order
/// bool     whether the label has key values, and if so: int length in bytes (not in version 1.1), type and values in ML.NET's binary form
/// </code></remarks>
internal static class StateWriter
{
    /// <param name="environment">The environment.</param>
    /// <param name="state">What to write.</param>
    /// <param name="fileFolder">Full path of the model file's folder; <see langword="null"/> if not known.</param>
    public static byte[] Write(IHostEnvironment environment, TransformerState state, string? fileFolder)
    {
        using var writer = new BodyWriter();
        writer.WriteOptional(state.Names.Image);
        writer.WriteOptional(state.Names.Text);
        writer.Write(state.Names.PredictedLabel);
        writer.Write(state.Names.Score);
        writer.WriteOptional(state.Prompt);
        LmmFormat.Write(writer, state.Lmm, fileFolder);
        WriteHeads(writer, state.Selection);
        WriteClasses(writer, state.Selection.Classifier.Means);
        writer.Write(state.KeyValues is not null);
        if (state.KeyValues is not null)
        {
            var keyValues = new MemoryStream();
            state.KeyValues.Write(environment, keyValues);
            writer.Write((int)keyValues.Length);
            writer.Write(keyValues.ToArray());
        }
        return writer.ToArray();
    }

    private static void WriteHeads(BinaryWriter writer, HeadSelection selection)
    {
        var (classifier, successCounts) = selection;
        writer.Write((byte)classifier.TieRule);
        writer.Write(classifier.Layout.Count);
        foreach (var (position, head) in classifier.Layout.Index())
        {
            writer.Write(head.Layer);
            writer.Write(head.Index);
            writer.Write(head.Size);
            writer.Write(successCounts[position]);
        }
    }

    private static void WriteClasses(BinaryWriter writer, ClassMeans means)
    {
        writer.Write(means.ClassCount);
        for (var classIndex = 0; classIndex < means.ClassCount; classIndex++)
        {
            writer.Write(means.GetExampleCount(classIndex));
            foreach (var value in means.GetMean(classIndex))
                writer.Write(value);
        }
    }
}
