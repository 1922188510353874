using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Storage;

/// <summary>A featurizer's part of a model file: ML.NET's header, then the state with its length and hash.</summary>
internal static class FeaturizerFile
{
    public static void Write(FeaturizerState state, ModelSaveContext context)
    {
        var writer = TransformerHeader.LmmFeaturizer.Write(context);
        ModelBody.Write(writer, FeaturizerFormat.Write(state, Path.GetDirectoryName(ModelFilePath.Find(context))));
    }

    /// <exception cref="SavModelFileException">The file is damaged.</exception>
    public static FeaturizerState Read(ModelLoadContext context)
    {
        var version = TransformerHeader.LmmFeaturizer.Check(context);
        return Read(context.Reader, version, TransformerHeader.CountRemaining(context), ModelFilePath.Find(context));
    }

    /// <summary>Reads what stands behind the header.</summary>
    /// <param name="reader">What to read from.</param>
    /// <param name="version">The version in the header.</param>
    /// <param name="available">Number of bytes that there are to read.</param>
    /// <param name="path">Full path of the model file; <see langword="null"/> if not known.</param>
    /// <exception cref="SavModelFileException">The file is damaged.</exception>
    internal static FeaturizerState Read(BinaryReader reader, uint version, long available, string? path)
    {
        try
        {
            return FeaturizerFormat.Read(ModelBody.Read(reader, available), version, Path.GetDirectoryName(path));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            throw new SavModelFileException(nameof(LmmFeaturizingTransformer), path, exception.GetBaseException().Message, exception);
        }
    }
}
