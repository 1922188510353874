using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>
/// Bytes to the numbers that a model was trained on: rescaled in double precision, then normalised in single precision, as transformers
/// does with NumPy. A channel has 256 values only, hence tables.
/// </summary>
internal sealed class PixelNormalization
{
    private const int ValueCount = 256;
    private const float MaximumMagnitude = 65_504; // of fp16, in which many encoders compute
    private const float MinimumContrast = 1e-4f; // between black and white
    private readonly float[][] _tables = new float[RgbImage.Channels][];

    /// <exception cref="ModelFolderException">Pixels would not be finite, not fit into fp16, or be all alike.</exception>
    public PixelNormalization(ImageProcessorConfiguration configuration)
    {
        var scale = configuration.GetBoolean("do_rescale", true) ? configuration.GetDouble("rescale_factor", 1.0 / 255) : 1;
        var isNormalized = configuration.GetBoolean("do_normalize", true);
        var mean = isNormalized ? configuration.GetChannels("image_mean") : new double[RgbImage.Channels];
        var deviation = isNormalized ? configuration.GetChannels("image_std") : [1, 1, 1];
        Require(IsUsable(0, (float)(scale * (ValueCount - 1))), "rescale_factor");
        Require(mean.All(value => Math.Abs(value) <= MaximumMagnitude), "image_mean");
        for (var channel = 0; channel < RgbImage.Channels; channel++)
        {
            var table = _tables[channel] = new float[ValueCount];
            for (var value = 0; value < ValueCount; value++)
                table[value] = ((float)(value * scale) - (float)mean[channel]) / (float)deviation[channel];
            Require(IsUsable(table[0], table[^1]), "image_std");
        }
        (Scale, Means, Deviations) = (scale, mean, deviation);

        void Require(bool isUsable, string key)
        {
            if (!isUsable)
                throw configuration.CreateUnexpectedException(key, $"such that pixels are within ±{MaximumMagnitude:F0} and white is greater than black");
        }
    }

    /// <summary>What bytes are multiplied by.</summary>
    public double Scale { get; }

    /// <summary>What is subtracted then, per channel.</summary>
    public IReadOnlyList<double> Means { get; }

    /// <summary>What the difference is divided by, per channel.</summary>
    public IReadOnlyList<double> Deviations { get; }

    /// <summary>The numbers of all bytes, [3, 256].</summary>
    public float[] Table() => [.. _tables.SelectMany(values => values)];

    /// <summary>The numbers of a channel's bytes.</summary>
    public ReadOnlySpan<float> Table(int channel) => _tables[channel];

    /// <summary>Creates pixel_values [images, 3, height, width]; smaller images are padded with zeros on the right and below.</summary>
    /// <param name="images">Images that are not larger than <paramref name="size"/>.</param>
    /// <param name="size">Height and width. Default: the largest of the images'.</param>
    /// <exception cref="PromptException">The images are too many or too large.</exception>
    public ImageTensor ToTensor(IReadOnlyList<RgbImage> images, ImageSize? size = null)
    {
        var (height, width) = size ?? new(images.Max(image => image.Height), images.Max(image => image.Width));
        var values = ImageTensor.Allocate<float>(images.Count, RgbImage.Channels, height, width);
        var length = RgbImage.Channels * height * width;
        for (var i = 0; i < images.Count; i++)
            Write(images[i], values.AsSpan(i * length, length), height, width);
        return new ImageTensor(TensorNames.PixelValues, values, [images.Count, RgbImage.Channels, height, width]);
    }

    /// <summary>Writes an image.</summary>
    /// <param name="image">An image that is not larger than the destination.</param>
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

    // false for NaN too
    private static bool IsUsable(float black, float white) =>
        Math.Abs(black) <= MaximumMagnitude && Math.Abs(white) <= MaximumMagnitude && white - black >= MinimumContrast;
}
