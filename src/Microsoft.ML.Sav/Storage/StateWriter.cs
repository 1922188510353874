using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes a transformer's state. Layout, in the binary forms of <see cref="BinaryWriter"/> (<c>string?</c> and <c>int?</c> are a flag, and a value if it is set):</summary>
/// <remarks><code>
/// string?  image column          string?  text column          string  predicted label column          string  score column
/// string?  prompt
/// LMM, see <see cref="LmmFormat"/>
/// classifier, see <see cref="ClassifierWriter"/>
/// bool     whether the label has key values, and if so: int length in bytes (not in version 1.1), type and values in ML.NET's binary form
/// from version 1.4: what belongs to scores, see <see cref="RejectionFormat"/>
/// bool     whether training data are kept, and if so: see <see cref="TrainingDataFormat"/> (from version 1.4 on)
/// int?     greatest number of tokens of a row's text (from version 1.5 on)
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
        new ClassifierWriter(writer).Write(state.Trained);
        writer.Write(state.KeyValues is not null);
        if (state.KeyValues is not null)
        {
            var keyValues = new MemoryStream();
            state.KeyValues.Write(environment, keyValues);
            writer.Write((int)keyValues.Length);
            writer.Write(keyValues.ToArray());
        }
        RejectionFormat.Write(writer, state.Trained, state.Names.Contribution);
        writer.Write(state.Training is not null);
        if (state.Training is not null)
            TrainingDataFormat.Write(writer, state.Training);
        writer.WriteOptional(state.MaxTokens);
        return writer.ToArray();
    }
}
