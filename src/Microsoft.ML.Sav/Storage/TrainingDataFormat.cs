using System.Security.Cryptography;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads the training data that a transformer keeps. Layout:</summary>
/// <remarks><code>
/// string   label column          int  head count          byte  tie rule
/// features, see LayoutFormat
/// int      number of examples, and per example: 32 bytes ID, int class, float[] values of the features in order
/// </code></remarks>
internal static class TrainingDataFormat
{
    public static void Write(BodyWriter writer, TrainingData training)
    {
        writer.Write(training.LabelColumn);
        writer.Write(training.Options.HeadCount);
        writer.Write((byte)training.Options.TieRule);
        LayoutFormat.Write(writer, training.Examples.Layout);
        writer.Write(training.Examples.Count);
        foreach (var example in training.Examples)
        {
            writer.Write(Convert.FromHexString(example.Id));
            writer.Write(example.Class);
            writer.WriteSingles(example.Vectors.Span);
        }
    }

    /// <param name="reader">What to read from.</param>
    /// <param name="kind">Kind of the classifier.</param>
    /// <param name="classCount">Number of classes.</param>
    public static TrainingData Read(BoundedReader reader, ClassifierKind kind, int classCount)
    {
        var labelColumn = reader.ReadString();
        var options = new ClassifierOptions { Kind = kind, HeadCount = reader.ReadInt32(), TieRule = (VoteTieRule)reader.ReadByte() };
        var layout = LayoutFormat.Read(reader);
        var count = reader.ReadInt32();
        reader.RequireItems(count, SHA256.HashSizeInBytes + sizeof(int) + (sizeof(float) * (long)layout.VectorLength));
        var examples = new TrainingExample[count];
        for (var i = 0; i < count; i++)
        {
            var id = Convert.ToHexStringLower(reader.ReadBytes(SHA256.HashSizeInBytes));
            examples[i] = new TrainingExample(id, reader.ReadInt32(), reader.ReadSingles(layout.VectorLength));
        }
        return new TrainingData(labelColumn, options, new TrainingExamples(layout, classCount, examples));
    }
}
