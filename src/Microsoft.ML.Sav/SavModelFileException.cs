namespace Microsoft.ML.Sav;

/// <summary>
/// A saved <see cref="SavTransformer"/> or <see cref="LmmFeaturizingTransformer"/> is damaged, for its model file was changed or cut off after it was saved, or a newer
/// version of this library wrote it. ML.NET wraps the exception:
/// <c>mlContext.Model.Load</c> throws an <see cref="InvalidOperationException"/> with this among its inner exceptions, and logs the message.
/// </summary>
public sealed class SavModelFileException : FormatException
{
    internal SavModelFileException(string transformer, string? path, string problem, Exception? innerException = null)
        : base($"The saved {transformer}{(path is null ? "" : $" in '{path}'")} is damaged: {problem} Copy the model file again, or train and save it again.", innerException) =>
        Path = path;

    private SavModelFileException(string message, string? path)
        : base(message) => Path = path;

    /// <summary>Full path of the model file; <see langword="null"/> if the model is not loaded from a file.</summary>
    public string? Path { get; }

    /// <param name="transformer">Name of the transformer's type.</param>
    /// <param name="path">Full path of the model file; <see langword="null"/> if not known.</param>
    /// <param name="found">Format of the file.</param>
    /// <param name="newest">Newest format that this version reads.</param>
    internal static SavModelFileException CreateNewerFormatException(string transformer, string? path, Version found, Version newest) => new(
        $"The saved {transformer}{(path is null ? "" : $" in '{path}'")} has format {found}, of a newer version of Microsoft.ML.Sav: this one reads formats up to {newest}. Update the package Microsoft.ML.Sav, or the tool, to the version that wrote the file.",
        path);
}
