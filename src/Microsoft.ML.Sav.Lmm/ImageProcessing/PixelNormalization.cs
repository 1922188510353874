using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Bytes to the numbers a model was trained on: rescaled in double precision, then normalised in single precision, as transformers does
/// with NumPy. There are only 256 values a channel, so that this is a table.
/// </summary>
internal sealed class PixelNormalization
{
    private const int Values = 256;
    private readonly float[][] _tables = new float[RgbImage.Channels][];

    public PixelNormalization(ImageProcessorConfiguration configuration)
    {
        var scale = configuration.GetBoolean("do_rescale", true) ? configuration.GetDouble("rescale_factor", 1.0 / 255) : 1;
        var isNormalized = configuration.GetBoolean("do_normalize", true);
        var mean = isNormalized ? configuration.GetChannels("image_mean") : new double[RgbImage.Channels];
        var deviation = isNormalized ? configuration.GetChannels("image_std") : [1, 1, 1];
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var table = _tables[channel] = new float[Values];
            for (var value = 0; value < Values; value++)
                table[value] = ((float)(value * scale) - (float)mean[channel]) / (float)deviation[channel];
        }
    }

    /// <summary>The values of a channel, by byte.</summary>
    public ReadOnlySpan<float> Table(int channel) => _tables[channel];

    /// <summary>[images, 3, height, width]; smaller images get zeros to the right and below.</summary>
    /// <param name="images">Images that are not larger than <paramref name="size"/>.</param>
    /// <param name="size">Height and width; by default the largest of the images'.</param>
    public ImageTensor ToTensor(IReadOnlyList<RgbImage> images, ImageSize? size = null)
    {
        var (height, width) = size ?? new(images.Max(image => image.Height), images.Max(image => image.Width));
        var length = checked(RgbImage.Channels * height * width);
        var values = new float[checked(images.Count * length)];
        for (var i = 0; i < images.Count; i++)
            Write(images[i], values.AsSpan(i * length, length), height, width);
        return new ImageTensor(ImageTensor.PixelValues, values, [images.Count, RgbImage.Channels, height, width]);
    }

    /// <param name="image">An image that is not larger.</param>
    /// <param name="destination">[3, height, width]</param>
    /// <param name="height">Rows of the destination.</param>
    /// <param name="width">Columns of the destination.</param>
    public void Write(RgbImage image, Span<float> destination, int height, int width)
    {
        ReadOnlySpan<float> red = _tables[0], green = _tables[1], blue = _tables[2];
        var plane = height * width;
        for (var y = 0; y < image.Height; y++)
        {
            var row = image.Row(y);
            var reds = destination.Slice(y * width, image.Width);
            var greens = destination.Slice(plane + y * width, image.Width);
            var blues = destination.Slice(2 * plane + y * width, image.Width);
            for (int x = 0, from = 0; x < reds.Length; x++, from += RgbImage.Channels)
                (reds[x], greens[x], blues[x]) = (red[row[from]], green[row[from + 1]], blue[row[from + 2]]);
        }
    }
}
