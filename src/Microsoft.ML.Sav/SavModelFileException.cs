namespace Microsoft.ML.Sav;

/// <summary>
/// A saved <see cref="SavTransformer"/> or <see cref="LmmFeaturizingTransformer"/> is damaged: its model file was changed or cut off after it was saved. ML.NET wraps it:
/// <c>mlContext.Model.Load</c> throws an <see cref="InvalidOperationException"/> with this among its inner exceptions, and logs the message.
/// </summary>
public sealed class SavModelFileException : FormatException
{
    internal SavModelFileException(string transformer, string? path, string problem, Exception? innerException = null)
        : base($"The saved {transformer}{(path is null ? "" : $" in '{path}'")} is damaged: {problem} Copy the model file again, or train and save it again.", innerException) =>
        Path = path;

    /// <summary>Full path of the model file; <see langword="null"/> if the model is not loaded from a file.</summary>
    public string? Path { get; }
}
