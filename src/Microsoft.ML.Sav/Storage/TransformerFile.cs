using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Storage;

/// <summary>A transformer's part of a model file: ML.NET's header, then the state with its length and hash.</summary>
internal static class TransformerFile
{
    /// <exception cref="InvalidOperationException">The state is impossible, for example because a class mean is NaN.</exception>
    public static void Write(IHostEnvironment environment, TransformerState state, ModelSaveContext context)
    {
        if (state.FindProblem() is { } problem)
            throw new InvalidOperationException($"The {nameof(SavTransformer)} cannot be saved: {problem}");
        var writer = TransformerHeader.Sav.Write(context);
        ModelBody.Write(writer, StateWriter.Write(environment, state, Path.GetDirectoryName(ModelFilePath.Find(context))));
    }

    /// <exception cref="SavModelFileException">The file is damaged.</exception>
    public static TransformerState Read(IHostEnvironment environment, ModelLoadContext context)
    {
        var version = TransformerHeader.Sav.Check(context);
        return Read(environment, context.Reader, version, TransformerHeader.CountRemaining(context), ModelFilePath.Find(context));
    }

    /// <summary>Reads what stands behind the header.</summary>
    /// <param name="environment">The environment.</param>
    /// <param name="reader">What to read from.</param>
    /// <param name="version">The version in the header.</param>
    /// <param name="available">Number of bytes that there are to read.</param>
    /// <param name="path">Full path of the model file; <see langword="null"/> if not known.</param>
    /// <exception cref="SavModelFileException">The file is damaged.</exception>
    internal static TransformerState Read(IHostEnvironment environment, BinaryReader reader, uint version, long available, string? path)
    {
        try
        {
            var body = version >= TransformerHeader.Hashed ? ModelBody.Read(reader, available) : reader.ReadBytes(checked((int)available));
            return new StateReader(environment, body, version).Read(Path.GetDirectoryName(path));
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // ML.NET's reader of key values throws exceptions of many types, and wraps them.
            throw new SavModelFileException(nameof(SavTransformer), path, exception.GetBaseException().Message, exception);
        }
    }
}
