namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads a featurizer's state. Layout, in the binary forms of <see cref="BinaryWriter"/> (<c>string?</c> is a flag, and a string if it is set):</summary>
/// <remarks><code>
/// string?  image column          string?  text column          string  output column          string?  prompt
/// LMM, see LmmFormat
/// bool     whether vectors are scaled to length 1
/// features, see LayoutFormat
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
        return writer.ToArray();
    }

    /// <exception cref="Exception">The bytes are damaged.</exception>
    public static FeaturizerState Read(byte[] bytes, string? fileFolder)
    {
        var reader = new BoundedReader(bytes);
        var (image, text, output, prompt) = (reader.ReadOptionalString(), reader.ReadOptionalString(), reader.ReadString(), reader.ReadOptionalString());
        var lmm = LmmFormat.Read(reader, fileFolder);
        var normalizes = reader.ReadBoolean();
        var features = LayoutFormat.Read(reader);
        if (reader.Remaining > 0)
            throw new InvalidDataException($"{reader.Remaining} bytes follow its end.");
        if (output.Length == 0 || (string.IsNullOrEmpty(image) && string.IsNullOrEmpty(text)))
            throw new InvalidDataException($"its columns are image '{image}', text '{text}' and output '{output}'.");
        return new FeaturizerState(image, text, output, prompt, lmm, features, normalizes);
    }
}
