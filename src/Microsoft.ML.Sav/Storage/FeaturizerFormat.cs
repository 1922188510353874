using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads a featurizer's state. Layout, in the binary forms of <see cref="BinaryWriter"/> (<c>string?</c> and <c>int?</c> are a flag, and a value if it is set):</summary>
/// <remarks><code>
/// string?  image column          string?  text column          string  output column          string?  prompt
/// LMM, see LmmFormat
/// bool     whether vectors are scaled to length 1
/// features, see LayoutFormat
/// int?     greatest number of tokens of a row's text (from version 1.2 on)
/// </code></remarks>
internal static class FeaturizerFormat
{
    /// <param name="state">What to write.</param>
    /// <param name="fileFolder">Full path of the model file's folder; <see langword="null"/> if not known.</param>
    public static byte[] Write(FeaturizerState state, string? fileFolder)
    {
        using var writer = new BodyWriter();
        writer.WriteOptional(state.ImageColumn);
        writer.WriteOptional(state.TextColumn);
        writer.Write(state.OutputColumn);
        writer.WriteOptional(state.Prompt);
        LmmFormat.Write(writer, state.Lmm, fileFolder);
        writer.Write(state.Normalizes);
        LayoutFormat.Write(writer, state.Features);
        writer.WriteOptional(state.MaxTokens);
        return writer.ToArray();
    }

    /// <param name="bytes">What to read.</param>
    /// <param name="version">The version in the file's header.</param>
    /// <param name="fileFolder">Full path of the model file's folder; <see langword="null"/> if not known.</param>
    /// <exception cref="Exception">The bytes are damaged.</exception>
    public static FeaturizerState Read(byte[] bytes, uint version, string? fileFolder)
    {
        var reader = new BoundedReader(bytes);
        var (image, text, output, prompt) = (reader.ReadOptionalString(), reader.ReadOptionalString(), reader.ReadString(), reader.ReadOptionalString());
        var lmm = LmmFormat.Read(reader, fileFolder);
        var normalizes = reader.ReadBoolean();
        var features = LayoutFormat.Read(reader);
        var maxTokens = version >= TransformerHeader.FeaturizerWithMaxTokens ? reader.ReadOptionalInt32() : null;
        if (reader.Remaining > 0)
            throw new InvalidDataException($"{reader.Remaining} bytes follow its end.");
        if (output.Length == 0 || (string.IsNullOrEmpty(image) && string.IsNullOrEmpty(text)))
            throw new InvalidDataException($"its columns are image '{image}', text '{text}' and output '{output}'.");
        if (maxTokens < 1)
            throw new InvalidDataException($"its greatest number of tokens is {maxTokens}.");
        return new FeaturizerState(image, text, output, prompt, lmm, features, normalizes) { MaxTokens = maxTokens };
    }
}
