using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Export;

namespace Microsoft.ML.Sav.Lmm.Export;

/// <summary>Exports a classifier, with the parts of a model that it needs, as one ONNX model.</summary>
internal static class ClassifierExport
{
    /// <inheritdoc cref="MultimodalModel.ExportOnnx"/>
    public static IReadOnlyList<string> Write(
        ModelFolder folder, string path, FeatureClassifier classifier, IReadOnlyList<string> classNames, string? prompt, bool takesImages)
    {
        if (classNames.Count != classifier.ClassCount)
            throw new ArgumentException($"Expected a name for each of {classifier.ClassCount} classes, found {classNames.Count}.", nameof(classNames));
        path = ModelWriter.CheckPath(path, FolderContent.FindFiles(folder));
        if (takesImages && folder.Family.RearrangesFeatures)
            throw new NotSupportedException($"The LMM in '{folder.Path}' arranges image features by the size of each image, which cannot be exported.");

        var model = ClassifierModel.Create(CreateGraphs(folder, classifier.Layout, takesImages), classifier, classNames);
        ClassifierModel.AddMetadata(model, ClassifierFormat.FingerprintKey, folder.Fingerprint);
        if (prompt is not null)
            ClassifierModel.AddMetadata(model, ClassifierFormat.PromptKey, prompt);
        return ModelWriter.Write(model, path);
    }

    private static LmmGraphs CreateGraphs(ModelFolder folder, FeatureLayout heads, bool takesImages)
    {
        var decoder = folder.Decoder.Tap(heads);
        if (folder.Options.FloatActivations)
            decoder = decoder.WithFloatActivations();
        return new LmmGraphs(decoder, folder.Files.Decoder, new CacheInputs(folder.CreateDecoderHints()))
        {
            Embeddings = folder.Files.Embeddings,
            VisionEncoder = takesImages ? folder.Files.VisionEncoder : null,
            ImageTokenId = folder.Family.ImageTokenId,
            FirstPosition = folder.Family.Positions([0], images: [])[0][0],
        };
    }
}
