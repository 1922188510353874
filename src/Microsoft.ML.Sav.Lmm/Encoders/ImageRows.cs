using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Tensors;

namespace Microsoft.ML.Sav.Lmm.Encoders;

/// <summary>What a vision encoder returned in one run, whose means are <see cref="ImageMeans"/>.</summary>
/// <param name="Images">The images of the run.</param>
/// <param name="VisionEncoder">[rows, size]: before the projector; <see langword="null"/> if the encoder was opened without them.</param>
/// <param name="Projector">[rows, size]: the image features, before a family arranges them.</param>
internal sealed record ImageRows(IReadOnlyList<ImageLayout> Images, FloatTensor? VisionEncoder, FloatTensor Projector);
