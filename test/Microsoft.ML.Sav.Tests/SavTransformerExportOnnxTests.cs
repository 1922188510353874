using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Plain ONNX Runtime computes from an exported classifier what the transformer computes.</summary>
[Collection(PhotoClassifierCollection.Name)]
public sealed class SavTransformerExportOnnxTests(PhotoClassifier classifier) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-export-").FullName;

    [Fact]
    public void ExportOnnx_Photos_ScoresAndLabelsEqualTheTransformers()
    {
        classifier.Transformer.ExportOnnx(Target);
        var moved = Path.Combine(_folder, "moved");
        Directory.CreateDirectory(moved);
        foreach (var file in Directory.GetFiles(_folder))
            File.Move(file, Path.Combine(moved, Path.GetFileName(file)));

        AssertGoldenPhotos(classifier.Pipeline, Path.Combine(moved, "photos.onnx"));
    }

    [Theory]
    [InlineData(ClassifierKind.GaussianHeads)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    [InlineData(ClassifierKind.Hec)]
    public void ExportOnnx_AnyClassifier_ScoresAndLabelsEqualTheTransformers(ClassifierKind kind)
    {
        using var fitted = PhotoClassifier.Estimator(classifier.Context, options => options.Classifier = kind).Fit(classifier.TrainingData);

        fitted.OfType<SavTransformer>().Single().ExportOnnx(Target);

        AssertGoldenPhotos(fitted, Target);
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    [InlineData(ClassifierKind.Calm)]
    public void ExportOnnx_Texts_ScoresAndLabelsEqualTheTransformers(ClassifierKind kind)
    {
        var values = SafetensorsFile.Read(Repository.Fixture("llama_text", "golden.safetensors"));
        Photo[] rows = [new() { Question = "What is in the image?", Label = "bag" }, new() { Question = "Describe the picture in one word.", Label = "trouser" }];
        var pipeline = PhotoClassifier.Estimator(classifier.Context, options =>
        {
            (options.Lmm, options.ImageColumnName, options.TextColumnName) = (SmallLmm.Folder, null, nameof(Photo.Question));
            (options.Classifier, options.TieRule) = (kind, VoteTieRule.FirstVoted);
        });
        using var fitted = pipeline.Fit(classifier.Context.Load([.. rows, .. rows]));

        fitted.OfType<SavTransformer>().Single().ExportOnnx(Target);

        Directory.GetFiles(_folder).Should().Equal(Target);
        using var session = new InferenceSession(Target);
        session.InputNames.Should().Equal("input_ids");
        var predictions = classifier.Predict(fitted, rows);
        predictions.Should().HaveSameCount(rows);
        foreach (var (index, prediction) in predictions.Index())
        {
            var ids = values.ReadInt64($"case{index}.input_ids");
            AssertEqual(prediction, session.Run([Input("input_ids", ids, [1, ids.Length])]));
        }
    }

    [Theory]
    [InlineData(ClassifierKind.Auto)]
    [InlineData(ClassifierKind.SparseAttentionVectors)]
    public void ExportOnnx_SampleOfTheDocumentation_ClassifiesFromTheMetadataAlone(ClassifierKind kind)
    {
        using var fitted = PhotoClassifier.Estimator(classifier.Context, options => options.Classifier = kind).Fit(classifier.TrainingData);
        fitted.OfType<SavTransformer>().Single().ExportOnnx(Target, takesRgb: true);
        var photos = Photo.Test();

        var expected = classifier.Predict(fitted, photos);

        expected.Should().HaveSameCount(photos);
        foreach (var (prediction, photo) in expected.Zip(photos))
        {
            var (label, scores) = PlainOnnxRuntime.Classify(Target, photo.ImagePath);
            label.Should().Be(prediction.PredictedLabel);
            scores.Should().HaveSameCount(prediction.Score);
            // Skia resizes differently from Pillow, whose resizing LMMs were trained with.
            scores.Zip(prediction.Score, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(0.06f);
        }
    }

    [Fact]
    public void ExportOnnx_SampleOfTheDocumentation_IsTheOneThatIsTested()
    {
        var documentation = File.ReadAllText(Path.Combine(Repository.Root, "docs", "export.md"));
        var source = File.ReadAllLines(Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Tests", "PlainOnnxRuntime.cs"));

        var body = source.SkipWhile(line => !line.StartsWith('{')).Skip(1).TakeWhile(line => !line.StartsWith('}')).Select(line => line.Length > 4 ? line[4..] : line).ToArray();

        body.Should().HaveCountGreaterThan(20);
        documentation.ReplaceLineEndings("\n").Should().Contain(string.Join('\n', body));
    }

    [Fact]
    public void ExportOnnx_FolderMissing_NamesIt() =>
        classifier.Transformer.Invoking(transformer => transformer.ExportOnnx(Path.Combine(_folder, "missing", "photos.onnx")))
            .Should().Throw<DirectoryNotFoundException>().WithMessage("*missing*");

    [Fact]
    public void ExportOnnx_Folder_SaysSo() =>
        classifier.Transformer.Invoking(transformer => transformer.ExportOnnx(_folder)).Should().Throw<ArgumentException>().WithMessage("*is a folder*");

    [Fact]
    public void ExportOnnx_FileOfTheLmm_IsRefused() =>
        classifier.Transformer.Invoking(transformer => transformer.ExportOnnx(Path.Combine(Repository.EmbeddedLmm, "onnx", "embed_tokens.onnx")))
            .Should().Throw<ArgumentException>().WithMessage("*embed_tokens.onnx' is a file of the LMM*");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The cases have the default prompt of the classifier.
    private void AssertGoldenPhotos(ITransformer pipeline, string exported)
    {
        (string Image, string Case)[] golden = [("fashion-0.png", "case1"), ("tall.png", "case3")];
        var values = SafetensorsFile.Read(Repository.Fixture("smollm2-135m-vision", "golden.safetensors"));
        var expected = classifier.Predict(pipeline, golden.Select(item => new Photo { ImagePath = Repository.Fixture("images", item.Image) }));
        using var session = new InferenceSession(exported);
        expected.Should().HaveSameCount(golden);
        foreach (var (prediction, item) in expected.Zip(golden))
        {
            var ids = values.ReadInt64($"{item.Case}.input_ids");
            NamedOnnxValue[] inputs =
            [
                Input("input_ids", ids, [1, ids.Length]),
                Input("pixel_values", values.ReadSingle($"{item.Case}.pixel_values"), values.GetShape($"{item.Case}.pixel_values")),
            ];
            AssertEqual(prediction, session.Run([.. inputs.Where(input => session.InputNames.Contains(input.Name))]));
        }
    }

    private string Target => Path.Combine(_folder, "photos.onnx");

    private static NamedOnnxValue Input<T>(string name, T[] values, IEnumerable<int> shape) =>
        NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, [.. shape]));

    private static void AssertEqual(Prediction expected, IDisposableReadOnlyCollection<DisposableNamedOnnxValue> outputs)
    {
        using (outputs)
        {
            var scores = outputs.Single(output => output.Name == "scores").AsTensor<float>();
            scores.Should().HaveSameCount(expected.Score);
            scores.Zip(expected.Score, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f);
            outputs.Single(output => output.Name == "label").AsTensor<string>().Should().Equal(expected.PredictedLabel);
        }
    }
}
