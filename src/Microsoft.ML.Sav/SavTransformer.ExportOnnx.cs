using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav;

public sealed partial class SavTransformer
{
    /// <summary>
    /// Writes the classifier with its part of the LMM as one ONNX model, which any ONNX Runtime runs without this library: pixels and
    /// token ids in, scores and label out.
    /// </summary>
    /// <remarks>
    /// Inputs, outputs and metadata are described at <see cref="MultimodalModel.ExportOnnx"/>. Its <c>scores</c> equal the score column,
    /// its <c>label</c> is the predicted label as text (<see cref="SavModel.ClassNames"/>).
    /// </remarks>
    /// <param name="path">The file; above 32 MiB of weights, a file of the same name and <c>_data</c> is written beside it.</param>
    /// <returns>Full paths of the files that were written.</returns>
    /// <exception cref="ArgumentException">The path is a folder's or that of a file of the LMM.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/>, or the LMM's folder, does not exist.</exception>
    /// <exception cref="InvalidDataException">The LMM is not the one that the model was trained with, or it is broken.</exception>
    /// <exception cref="NotSupportedException">The LMM's graphs cannot be joined.</exception>
    public IReadOnlyList<string> ExportOnnx(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var prompt = new PromptTemplate(_prompt, hasText: _names.Text is not null).Text;
        using var lmm = _lmm.Open(_host);
        return lmm.Model.ExportOnnx(path, Model.Classifier, Model.ClassNames, prompt, takesImages: _names.Image is not null);
    }
}
