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
        List<NamedOnnxValue> inputs = [NamedOnnxValue.CreateFromTensor("rgb", ReadBytes(photo, JsonDocument.Parse(metadata["sav.pixels"]).RootElement))];
        if (session.InputNames.Contains("input_ids"))
        {
            var ids = JsonSerializer.Deserialize<long[]>(metadata["sav.input_ids"])!;
            inputs.Add(NamedOnnxValue.CreateFromTensor("input_ids", new DenseTensor<long>(ids, [1, ids.Length])));
        }
        using var outputs = session.Run(inputs, ["label", "scores"]);
        return (outputs[0].AsTensor<string>().GetValue(0), outputs[1].AsTensor<float>().ToArray());
    }

    private static DenseTensor<byte> ReadBytes(string photo, JsonElement recipe)
    {
        var size = recipe.GetProperty("size");
        using var original = SKBitmap.Decode(photo);
        using var image = new SKBitmap(size.GetProperty("width").GetInt32(), size.GetProperty("height").GetInt32());
        original.ScalePixels(image, SKFilterQuality.High); // "resample": 3
        byte[] bytes = [.. image.Pixels.SelectMany(color => new[] { color.Red, color.Green, color.Blue })];
        return new DenseTensor<byte>(bytes, [1, image.Height, image.Width, 3]);
    }
}
