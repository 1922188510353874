namespace Microsoft.ML.Sav.Heads.Safetensors;

/// <summary>A safetensors file is damaged, or has not the tensor that was expected.</summary>
internal sealed class SafetensorsException : Exception
{
    /// <param name="path">The file.</param>
    /// <param name="reason">What was expected and what was found, as the second half of a sentence.</param>
    /// <param name="innerException">The cause, if any.</param>
    public SafetensorsException(string path, string reason, Exception? innerException = null)
        : base($"'{path}' is not a safetensors file that can be read: {reason}.", innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
