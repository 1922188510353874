using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav;

public sealed partial class SavTransformer
{
    /// <summary>
    /// Writes the classifier, with the part of the LMM that it needs, as one ONNX model that ONNX Runtime runs without this library: pixels
    /// and token ids in, scores and label out.
    /// </summary>
    /// <remarks>
    /// <see cref="MultimodalModel.ExportOnnx"/> describes inputs, outputs and metadata. The output <c>scores</c> equals the score column
    /// within 1e-5; with fp16 and 8-bit decoders, if the session has the options that docs/export.md names. The output <c>label</c> is the
    /// predicted label as a string of <see cref="SavModel.ClassNames"/>, or empty if the row is rejected.
    /// </remarks>
    /// <param name="path">The file. Above 32 MiB of weights, a second file is written beside it, such as <c>model-0123456789abcdef.onnx_data</c>.</param>
    /// <param name="takesRgb">
    /// Whether images are given as bytes: the input <c>rgb</c>, uint8 [images, height, width, 3], replaces <c>pixel_values</c>. Images have the size that
    /// <c>sav.pixels</c> names.
    /// </param>
    /// <param name="cancellationToken">Ends the export early; an earlier one stays as it is. Opening the LMM then ends on its own.</param>
    /// <returns>Full paths of the files that were written.</returns>
    /// <exception cref="ArgumentException">The path is that of a folder or of a file of the LMM.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="SavLmmNotFoundException">The LMM that the model was trained with was not found.</exception>
    /// <exception cref="NotSupportedException">The LMM's graphs cannot be joined, or images cannot be given as bytes.</exception>
    public IReadOnlyList<string> ExportOnnx(string path, bool takesRgb = false, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        using var lmm = UncancellableWork.Run(() => _state.Lmm.Open(_host), cancellationToken);
        var options = new OnnxExportOptions { Prompt = _columns.Prompt, TakesImages = _columns.HasImages, TakesRgb = takesRgb, RejectOption = Model.RejectOption };
        return lmm.Value.ExportOnnx(path, Classifier, Model.ClassNames, options, cancellationToken);
    }
}
