using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using SkiaSharp;

namespace Microsoft.ML.Sav.Tests;

/// <summary>The sample of docs/export.md: classifies a photo with an exported classifier, ONNX Runtime and SkiaSharp alone.</summary>
internal static class PlainOnnxRuntime
{
    public static (string Label, float[] Scores) Classify(string model, string photo)
    {
        using var session = new InferenceSession(model);
        var metadata = session.ModelMetadata.CustomMetadataMap;
        List<NamedOnnxValue> inputs = [NamedOnnxValue.CreateFromTensor("pixel_values", ReadPixels(photo, JsonDocument.Parse(metadata["sav.pixels"]).RootElement))];
        if (session.InputNames.Contains("input_ids"))
        {
            var ids = JsonSerializer.Deserialize<long[]>(metadata["sav.input_ids"])!;
            inputs.Add(NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, [1, ids.Length])));
        }
        using var outputs = session.Run(inputs, ["label", "scores"]);
        return (outputs[0].AsTensor<string>().GetValue(0), outputs[1].AsTensor<float>().ToArray());
    }

    private static DenseTensor<float> ReadPixels(string photo, JsonElement recipe)
    {
        var size = recipe.GetProperty("size");
        var info = new SKImageInfo(size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32(), SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var original = SKBitmap.Decode(photo);
        using var image = new SKBitmap(info);
        original.ScalePixels(image, SKFilterQuality.High); // "resample": 3
        var scale = recipe.GetProperty("rescale_factor").GetDouble();
        var mean = recipe.GetProperty("image_mean").Deserialize<float[]>()!;
        var deviation = recipe.GetProperty("image_std").Deserialize<float[]>()!;
        var pixels = new DenseTensor<float>([1, 3, image.Height, image.Width]);
        for (var y = 0; y < image.Height; y++)
        {
            for (var x = 0; x < image.Width; x++)
            {
                var pixel = image.GetPixel(x, y);
                pixels[0, 0, y, x] = ((float)(pixel.Red * scale) - mean[0]) / deviation[0];
                pixels[0, 1, y, x] = ((float)(pixel.Green * scale) - mean[1]) / deviation[1];
                pixels[0, 2, y, x] = ((float)(pixel.Blue * scale) - mean[2]) / deviation[2];
            }
        }
        return pixels;
    }
}
