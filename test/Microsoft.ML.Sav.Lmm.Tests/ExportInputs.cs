using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>Prompts as inputs of an exported classifier.</summary>
internal static class ExportInputs
{
    /// <summary>The inputs for one prompt. The graph needs an image even if the prompt has none: <paramref name="anyImages"/>.</summary>
    public static List<NamedOnnxValue> Create(ModelInputs prompt, IReadOnlyList<ProcessedImages> anyImages, ExportedModel exported)
    {
        List<NamedOnnxValue> inputs = [ExportedModel.Input("input_ids", prompt.TokenIds.Select(id => (long)id), 1, prompt.TokenIds.Length)];
        if (exported.ShapeOf("position_ids") is not null)
            inputs.Add(ExportedModel.Input("position_ids", prompt.Positions.SelectMany(axis => axis), prompt.Positions.Count, 1, prompt.TokenIds.Length));
        return [.. inputs, .. CreateImages(prompt.Images.Count == 1 ? prompt.Images : anyImages, exported)];
    }

    /// <summary>The inputs for a batch of prompts of families whose only image input is pixel_values.</summary>
    public static List<NamedOnnxValue> CreateBatch(IReadOnlyList<ModelInputs> prompts)
    {
        var tokens = prompts.Max(prompt => prompt.TokenIds.Length);
        return
        [
            ExportedModel.Input("input_ids", prompts.SelectMany(prompt => Pad(prompt.TokenIds, tokens)), prompts.Count, tokens),
            ExportedModel.Input("attention_mask", prompts.SelectMany(prompt => Pad(Array.ConvertAll(prompt.TokenIds, _ => 1), tokens)), prompts.Count, tokens),
            CreatePixels([.. prompts.SelectMany(prompt => prompt.Images).SelectMany(call => call.Tensors)]),
        ];
    }

    public static IEnumerable<NamedOnnxValue> CreateImages(IReadOnlyList<ProcessedImages> images, ExportedModel exported)
    {
        foreach (var tensor in images.SelectMany(call => call.Tensors))
        {
            int[] shape = [.. Enumerable.Repeat(1, exported.ShapeOf(tensor.Name)!.Length - tensor.Shape.Count), .. tensor.Shape];
            yield return tensor.Data switch
            {
                float[] pixels => ExportedModel.Input(tensor.Name, pixels, shape),
                long[] grids => ExportedModel.Input(tensor.Name, grids, shape),
                var mask => ExportedModel.Input(tensor.Name, (bool[])mask, shape),
            };
        }
    }

    // Prompts differ in their number of images.
    private static NamedOnnxValue CreatePixels(ImageTensor[] tensors) => ExportedModel.Input(
        "pixel_values", tensors.SelectMany(tensor => (float[])tensor.Data), [tensors.Sum(tensor => tensor.Shape[0]), .. tensors[0].Shape.Skip(1)]);

    private static IEnumerable<long> Pad(int[] values, int length) => [.. values.Select(value => (long)value), .. new long[length - values.Length]];
}
