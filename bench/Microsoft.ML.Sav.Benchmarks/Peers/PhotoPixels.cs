using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Benchmarks.Peers;

/// <summary>Pixels for the embedded LMM from ML.NET's image type, resized to the nearest pixel, which is cheaper than a good resize.</summary>
internal static class PhotoPixels
{
    /// <summary>Number of values.</summary>
    public const int Count = 3 * Size * Size;

    private const int Size = 224;

    /// <summary>The input of the vision encoder, [1, 3, 224, 224].</summary>
    public static OrtValue ToTensor(float[] pixels) => OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, Size, Size]);

    /// <summary>[3, 224, 224], (value - 127) / 128.</summary>
    public static float[] Read(string path)
    {
        using var image = MLImage.CreateFromFile(path);
        var bytesPerPixel = image.BitsPerPixel / 8;
        ReadOnlySpan<int> channels = image.PixelFormat == MLPixelFormat.Rgba32 ? [0, 1, 2] : [2, 1, 0];
        var pixels = new float[Count];
        for (var y = 0; y < Size; y++)
        {
            for (var x = 0; x < Size; x++)
            {
                var source = (((y * image.Height / Size) * image.Width) + (x * image.Width / Size)) * bytesPerPixel;
                for (var channel = 0; channel < channels.Length; channel++)
                    pixels[(((channel * Size) + y) * Size) + x] = (image.Pixels[source + channels[channel]] - 127f) / 128f;
            }
        }
        return pixels;
    }
}
