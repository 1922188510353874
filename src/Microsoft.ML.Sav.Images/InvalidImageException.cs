namespace Microsoft.ML.Sav.Images;

/// <summary>An image that cannot be decoded: not an image, broken, truncated, of an unsupported format, or too large.</summary>
public sealed class InvalidImageException : Exception
{
    /// <summary>Creates the exception; its message is <c>'imageName' reason</c>.</summary>
    /// <param name="imageName">The image's <see cref="ImageInput.Name"/>.</param>
    /// <param name="reason">What was found and what was expected, continuing a sentence that starts with the name.</param>
    /// <param name="innerException">The cause, if any.</param>
    public InvalidImageException(string imageName, string reason, Exception? innerException = null)
        : base($"'{imageName}' {reason}", innerException) => ImageName = imageName;

    /// <summary>The image's <see cref="ImageInput.Name"/>: the path of a file, or the name given.</summary>
    public string ImageName { get; }
}
