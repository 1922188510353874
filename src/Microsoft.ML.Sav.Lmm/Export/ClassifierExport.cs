using System.Text.Json;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Export;

/// <summary>Exports a classifier, with the parts of a model that it needs, as one ONNX model.</summary>
internal static class ClassifierExport
{
    /// <inheritdoc cref="MultimodalModel.ExportOnnx"/>
    public static IReadOnlyList<string> Write(
        ModelFolder folder, string path, FeatureClassifier classifier, IReadOnlyList<string> classNames, OnnxExportOptions options, CancellationToken cancellationToken)
    {
        if (classNames.Count != classifier.ClassCount)
            throw new ArgumentException($"Expected a name for each of {classifier.ClassCount} classes, found {classNames.Count}.", nameof(classNames));
        path = ModelWriter.CheckPath(path, FolderContent.FindFiles(folder));
        return ModelWriter.Write(CreateModel(folder, classifier, classNames, options, cancellationToken), path, cancellationToken);
    }

    private static ModelProto CreateModel(
        ModelFolder folder, FeatureClassifier classifier, IReadOnlyList<string> classNames, OnnxExportOptions options, CancellationToken cancellationToken)
    {
        var (prompt, takesImages) = (options.Prompt, options.TakesImages);
        if (takesImages)
            ThrowIfMissing(folder, classifier.Layout);
        var recipe = takesImages ? (folder.ImageProcessor as StandardImageProcessor)?.Recipe : null;
        if (options.TakesRgb && recipe is null)
        {
            throw new NotSupportedException(
                $"{nameof(OnnxExportOptions.TakesRgb)}: the LMM in '{folder.Path}' pads images or cuts them into tiles, or takes none, so the export cannot take them as bytes.");
        }
        var hasDecoder = classifier.Layout.Any(feature => feature.IsHead);
        if (takesImages && hasDecoder && folder.Family.RearrangesFeatures)
            throw new NotSupportedException($"The LMM in '{folder.Path}' arranges image features by the size of each image, which cannot be exported.");

        cancellationToken.ThrowIfCancellationRequested();
        var model = Join(folder, classifier, classNames, options, options.TakesRgb ? recipe!.Normalization.Table() : null);
        ClassifierModel.AddMetadata(model, ClassifierFormat.FingerprintKey, folder.Fingerprint);
        if (prompt is not null)
            ClassifierModel.AddMetadata(model, ClassifierFormat.PromptKey, prompt);
        if (recipe is not null)
            ClassifierModel.AddMetadata(model, ClassifierFormat.PixelsKey, recipe.ToJson());
        if (hasDecoder && prompt is not null && FixedPrompt.FindTokenIds(folder.PromptEncoder, prompt, takesImages, recipe) is { } ids)
            ClassifierModel.AddMetadata(model, ClassifierFormat.InputIdsKey, JsonSerializer.Serialize(ids));
        return model;
    }

    private static ModelProto Join(ModelFolder folder, FeatureClassifier classifier, IReadOnlyList<string> classNames, OnnxExportOptions options, float[]? rgbTable)
    {
        try
        {
            var graphs = CreateGraphs(folder, classifier.Layout, options.TakesImages) with { RgbTable = rgbTable };
            return ClassifierModel.Create(graphs, classifier, classNames, options.RejectOption);
        }
        catch (OnnxModelException exception)
        {
            throw new NotSupportedException($"The LMM in '{folder.Path}' cannot be exported: {exception.Message}", exception);
        }
    }

    private static void ThrowIfMissing(ModelFolder folder, FeatureLayout layout)
    {
        foreach (var feature in layout.Where(feature => !feature.IsHead))
        {
            var size = folder.Files.VisionEncoder is null ? null
                : feature.Kind == FeatureKind.VisionEncoder ? folder.VisionEncoderInfo.Tap?.Size
                : folder.VisionEncoderInfo.OutputSize ?? folder.Configuration.HiddenSize;
            if (size != feature.Size)
                throw new ArgumentException($"The model in '{folder.Path}' has no feature '{feature}' of {feature.Size} values.", nameof(layout));
        }
    }

    private static LmmGraphs CreateGraphs(ModelFolder folder, FeatureLayout layout, bool takesImages)
    {
        Feature[] heads = [.. layout.Where(feature => feature.IsHead)];
        // Without the rewrite that has to be compared with the plain graph first: the export runs on machines where nobody does that.
        var decoder = heads.Length == 0 ? null : folder.Decoder.Tap(new FeatureLayout(heads), lastTokenAttention: false);
        if (folder.Options.FloatActivations)
            decoder = decoder?.WithFloatActivations();
        return new LmmGraphs(decoder, folder.Files.Decoder, new CacheInputs(folder.CreateDecoderHints()))
        {
            Embeddings = folder.Files.Embeddings,
            VisionEncoder = takesImages ? folder.Files.VisionEncoder : null,
            VisionTap = takesImages && layout.Any(feature => feature.Kind == FeatureKind.VisionEncoder) ? folder.VisionEncoderInfo.Tap : null,
            BatchesImages = folder.ImageProcessor is StandardImageProcessor && !folder.Family.EncodesImagesOneByOne,
            ImageTokenId = folder.Family.ImageTokenId is { } id && folder.Family.IsImageToken(id) ? id : null,
            FirstPosition = folder.Family.Positions([0], images: [])[0][0],
        };
    }
}
