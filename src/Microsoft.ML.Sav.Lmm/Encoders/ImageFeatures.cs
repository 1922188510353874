using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>Features that the vision encoder returned for one prompt's images.</summary>
/// <param name="Values">[features, embeddingSize], in the order of the placeholders.</param>
/// <param name="Deepstack">
/// Features for deeper layers of the decoder, [features, embeddingSize] each, by the name of the encoder's output (Qwen3-VL).
/// </param>
/// <param name="Layouts">Size and tiles of each image, from which its placeholders are expanded.</param>
/// <param name="Means">Means over all images.</param>
internal sealed record ImageFeatures(
    FloatTensor Values, IReadOnlyDictionary<string, FloatTensor> Deepstack, IReadOnlyList<ImageLayout> Layouts, ImageMeans Means)
{
    /// <summary>Size of the features in memory.</summary>
    public long Bytes => sizeof(float) * (Values.Values.LongLength + Deepstack.Values.Sum(tensor => tensor.Values.LongLength));
}
