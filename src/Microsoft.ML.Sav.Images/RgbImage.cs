namespace Microsoft.ML.Sav.Images;

/// <summary>A decoded image: 8 bits per channel, red, green and blue interleaved, rows from top to bottom without padding.</summary>
public sealed class RgbImage
{
    /// <summary>Bytes per pixel.</summary>
    internal const int Channels = 3;

    /// <summary>Creates an image that uses the given array without copying it.</summary>
    /// <param name="width">Width in pixels, at least 1.</param>
    /// <param name="height">Height in pixels, at least 1.</param>
    /// <param name="pixels">Bytes [height, width, 3].</param>
    /// <exception cref="ArgumentException"><paramref name="pixels"/> does not have width * height * 3 bytes.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentNullException.ThrowIfNull(pixels);
        if (pixels.LongLength != (long)width * height * Channels)
            throw new ArgumentException($"Expected {(long)width * height * Channels} bytes for {width} x {height} pixels, found {pixels.LongLength}.", nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Bytes [Height, Width, 3]; not a copy.</summary>
    public byte[] Pixels { get; }

    internal ImageSize Size => new(Height, Width);

    internal int Stride => Width * Channels;

    internal ReadOnlySpan<byte> Row(int y) => Pixels.AsSpan(y * Stride, Stride);
}
