using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>Exported classifiers of features of all kinds return what this library returns.</summary>
public sealed class MultimodalModelExportFeatureTests : IDisposable
{
    private const int LlavaSide = 32;
    private const int EmbeddedSide = 224;

    private static readonly string[] Names = ["first", "second", "third"];
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-export-").FullName;

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    [InlineData("gemma3")]
    [InlineData("llama_text")]
    [InlineData("smollm2-135m-vision")]
    public void ExportOnnx_FeaturesOfAllKinds_ScoresAsTheClassifier(string fixture)
    {
        using var model = Open(fixture);
        // Not in the order in which the graphs return them.
        var classifier = CreateClassifier(model.Features.Subset(SpreadPositions(model.Features).Reverse()));
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);
        Prompt[] prompts = [.. GoldenCase.ReadAll(fixture).Select(golden => golden.Prompt).Where(prompt => model.PromptEncoder.Encode(prompt).Images.Count <= 1)];

        model.ExportOnnx(Target, classifier, Names);

        using var exported = new ExportedModel(Target);
        var anyImages = model.PromptEncoder.Encode(prompts[0]).Images;
        prompts.Should().NotBeEmpty();
        foreach (var prompt in prompts)
        {
            var row = exported.Run(ExportInputs.Create(model.PromptEncoder.Encode(prompt), anyImages, exported)).Should().ContainSingle().Subject;
            AssertScores(row, classifier, extractor.Extract(prompt));
        }
    }

    [Theory]
    [InlineData("llava", FeatureKind.LastToken)]
    [InlineData("llava", FeatureKind.TokenMean)]
    [InlineData("llava", FeatureKind.VisionEncoder)]
    [InlineData("llava", FeatureKind.Projector)]
    [InlineData("gemma3", FeatureKind.LastToken)]
    [InlineData("gemma3", FeatureKind.TokenMean)]
    [InlineData("gemma3", FeatureKind.VisionEncoder)]
    [InlineData("gemma3", FeatureKind.Projector)]
    public void ExportOnnx_BatchOfPromptsWithAndWithoutImages_ScoresAsTheClassifier(string fixture, FeatureKind kind)
    {
        using var model = Open(fixture);
        // With a head, so that there is a decoder.
        var classifier = CreateClassifier(model.Features.Subset([1, .. model.Features.FindPositions(kind).Skip(kind == FeatureKind.LastToken ? 2 : 0).Take(4)]));
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);
        var images = GoldenCase.ReadAll(fixture).SelectMany(golden => golden.Prompt.Images).Take(3).ToArray();
        images.Should().HaveCount(3);
        Prompt[] prompts = [new("Nothing to see.", []), new("What is it?", [images[0]]), new("Say it.", []), new("Which two things are these, in a few words?", [images[1], images[2]])];

        model.ExportOnnx(Target, classifier, Names);

        using var exported = new ExportedModel(Target);
        var rows = exported.Run(ExportInputs.CreateBatch([.. prompts.Select(model.PromptEncoder.Encode)]));
        rows.Should().HaveSameCount(prompts);
        foreach (var (row, prompt) in rows.Zip(prompts))
            AssertScores(row, classifier, extractor.Extract(prompt));
    }

    [Theory]
    [InlineData("llava", FeatureKind.VisionEncoder)]
    [InlineData("llava", FeatureKind.Projector)]
    [InlineData("gemma3", FeatureKind.VisionEncoder)]
    [InlineData("smolvlm", FeatureKind.VisionEncoder)]
    [InlineData("qwen2_vl", FeatureKind.VisionEncoder)]
    [InlineData("smollm2-135m-vision", FeatureKind.VisionEncoder)]
    public void ExportOnnx_FeaturesOfImagesOnly_NeedsNoPromptAndNoDecoder(string fixture, FeatureKind kind)
    {
        using var model = Open(fixture);
        var classifier = CreateClassifier(model.Features.Subset(model.Features.FindPositions(kind)));
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);

        model.ExportOnnx(Target, classifier, Names);

        using var exported = new ExportedModel(Target);
        exported.Inputs.Should().NotIntersectWith(["input_ids", "attention_mask", "position_ids"]);
        var prompts = GoldenCase.ReadAll(fixture).SelectMany(golden => golden.Prompt.Images).Select(image => new Prompt("", [image])).ToList();
        prompts.Should().NotBeEmpty();
        foreach (var prompt in prompts)
        {
            var images = model.PromptEncoder.ProcessImages([prompt.Images[0].Read()]);
            AssertScores(exported.Run([.. ExportInputs.CreateImages(images, exported)]).Should().ContainSingle().Subject, classifier, extractor.Extract(prompt));
        }
    }

    [Fact]
    public void ExportOnnx_FeaturesOfImagesOnly_TakesABatchOfImages()
    {
        using var model = Open("llava");
        var classifier = CreateClassifier(model.Features.Subset([model.Features.Count - 1, model.Features.Count - 2]));
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);
        var images = GoldenCase.ReadAll("llava").SelectMany(golden => golden.Prompt.Images).ToArray();
        images.Length.Should().BeGreaterThan(1);

        model.ExportOnnx(Target, classifier, Names);

        using var exported = new ExportedModel(Target);
        var rows = exported.Run([.. ExportInputs.CreateImages(model.PromptEncoder.ProcessImages([.. images.Select(image => image.Read())]), exported)]);
        rows.Should().HaveSameCount(images);
        foreach (var (row, image) in rows.Zip(images))
            AssertScores(row, classifier, extractor.Extract(new Prompt("", [image])));
    }

    [Theory]
    [InlineData("llava", FeatureKind.LastToken)]
    [InlineData("llava", FeatureKind.VisionEncoder)]
    [InlineData("smollm2-135m-vision", FeatureKind.Projector)]
    public void ExportOnnx_TakesRgb_ScoresBytesAsTheClassifier(string fixture, FeatureKind kind)
    {
        using var model = Open(fixture);
        var classifier = CreateClassifier(model.Features.Subset([model.Features.FindPositions(kind)[0]]));
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);
        var side = fixture == "llava" ? LlavaSide : EmbeddedSide;
        var bytes = new byte[side * side * RgbImage.Channels];
        new Random(5).NextBytes(bytes);
        var prompt = new Prompt("What is it?", [ImageInput.FromPixels(new RgbImage(side, side, bytes))]);

        model.ExportOnnx(Target, classifier, Names, new OnnxExportOptions { TakesRgb = true, Prompt = prompt.Text });

        using var exported = new ExportedModel(Target);
        exported.Inputs.Should().Contain("rgb").And.NotContain("pixel_values");
        List<NamedOnnxValue> inputs = [ExportedModel.Input("rgb", bytes, 1, side, side, RgbImage.Channels)];
        if (kind == FeatureKind.LastToken)
        {
            var ids = JsonSerializer.Deserialize<long[]>(exported.Metadata["sav.input_ids"])!;
            inputs.Add(ExportedModel.Input("input_ids", ids, 1, ids.Length));
        }
        AssertScores(exported.Run(inputs).Should().ContainSingle().Subject, classifier, extractor.Extract(prompt));
    }

    [Theory]
    [InlineData("qwen2_vl")]
    [InlineData("smolvlm")]
    [InlineData("llama_text")]
    public void ExportOnnx_TakesRgbOfAnLmmThatPreparesImagesOtherwise_IsRefused(string fixture)
    {
        using var model = Open(fixture);

        model.Invoking(lmm => lmm.ExportOnnx(Target, CreateClassifier(lmm.Heads.Subset([0])), Names, new OnnxExportOptions { TakesRgb = true }))
            .Should().Throw<NotSupportedException>().WithMessage("TakesRgb: the LMM in*");
        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    [Fact]
    public void ExportOnnx_WithoutImages_HasFeaturesOfZerosForThem()
    {
        using var model = Open("llava");
        var classifier = CreateClassifier(model.Features.Subset([3, model.Features.Count - 2, model.Features.Count - 1]));
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);
        var prompt = new Prompt("What is it?", []);

        model.ExportOnnx(Target, classifier, Names, new OnnxExportOptions { TakesImages = false });

        using var exported = new ExportedModel(Target);
        exported.Inputs.Should().Equal("input_ids");
        AssertScores(exported.Run(ExportInputs.Create(model.PromptEncoder.Encode(prompt), [], exported)).Single(), classifier, extractor.Extract(prompt));
    }

    [Fact]
    public void ExportOnnx_FeaturesOfImagesOnlyWithoutImages_IsRefused()
    {
        using var model = Open("llava");
        var classifier = CreateClassifier(model.Features.Subset([model.Features.Count - 1]));

        model.Invoking(lmm => lmm.ExportOnnx(Target, classifier, Names, new OnnxExportOptions { TakesImages = false }))
            .Should().Throw<NotSupportedException>().WithMessage("*features of images only*");
    }

    [Fact]
    public void ExportOnnx_MissingFeature_NamesIt()
    {
        using var model = Open("llama_text");
        var classifier = CreateClassifier(new FeatureLayout([new Feature(FeatureKind.VisionEncoder, 0, 0, 32)]));

        model.Invoking(lmm => lmm.ExportOnnx(Target, classifier, Names)).Should().Throw<ArgumentException>().WithMessage("*no feature 'vision' of 32 values*");
    }

    [Fact]
    public void ExportOnnx_FixedPrompt_HasItsTokensAndThePixelRecipe()
    {
        using var model = Open("smollm2-135m-vision");
        var golden = GoldenCase.Read("smollm2-135m-vision", 0).Prompt;
        golden.Images.Should().ContainSingle();

        model.ExportOnnx(Target, CreateClassifier(model.Heads.Subset([0])), Names, new OnnxExportOptions { Prompt = golden.Text });

        using var exported = new ExportedModel(Target);
        JsonSerializer.Deserialize<int[]>(exported.Metadata["sav.input_ids"]).Should().Equal(model.PromptEncoder.Encode(golden).TokenIds);
        using var pixels = JsonDocument.Parse(exported.Metadata["sav.pixels"]);
        pixels.RootElement.GetProperty("size").GetProperty("height").GetInt32().Should().Be(224);
        pixels.RootElement.GetProperty("size").GetProperty("width").GetInt32().Should().Be(224);
        pixels.RootElement.GetProperty("resample").GetInt32().Should().Be(3);
        pixels.RootElement.GetProperty("crop_size").ValueKind.Should().Be(JsonValueKind.Null);
        pixels.RootElement.GetProperty("rescale_factor").GetDouble().Should().Be(1 / 255.0);
        pixels.RootElement.GetProperty("image_mean").EnumerateArray().Select(mean => mean.GetDouble()).Should().Equal(127 / 255.0, 127 / 255.0, 127 / 255.0);
        pixels.RootElement.GetProperty("image_std").EnumerateArray().Select(deviation => deviation.GetDouble()).Should().Equal(128 / 255.0, 128 / 255.0, 128 / 255.0);
    }

    [Theory]
    [InlineData("smollm2-135m-vision", "Is it {text}?")] // another text per row
    [InlineData("qwen2_vl", "What is it?")] // as many tokens as the size of the image asks for
    public void ExportOnnx_TokensThatDependOnTheRow_AreNotInTheMetadata(string fixture, string prompt)
    {
        using var model = Open(fixture);

        model.ExportOnnx(Target, CreateClassifier(model.Heads.Subset([0])), Names, new OnnxExportOptions { Prompt = prompt });

        using var exported = new ExportedModel(Target);
        exported.Metadata.Should().ContainKey("sav.prompt").And.NotContainKey("sav.input_ids");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "classifier.onnx");

    private static MultimodalModel Open(string fixture) =>
        MultimodalModel.Open(fixture == "smollm2-135m-vision" ? Repository.EmbeddedLmm : Repository.Fixture(fixture));

    // Heads of all layers, and all other features.
    private static int[] SpreadPositions(FeatureLayout features) =>
        [.. Enumerable.Range(0, features.Count).Where(position => !features[position].IsHead || position % 7 == 3)];

    private static LinearClassifier CreateClassifier(FeatureLayout layout)
    {
        var random = new Random(11);
        var weights = Names.Select(_ => Enumerable.Range(0, layout.VectorLength).Select(_ => 4 * (random.NextSingle() - 0.5f)).ToArray()).ToArray();
        return new LinearClassifier(layout, weights, [0.1f, 0, -0.1f], [1, 2, 3]);
    }

    private static void AssertScores(ExportedRow row, FeatureClassifier classifier, float[] vectors)
    {
        var expected = new float[Names.Length];
        classifier.Score(vectors, expected);
        row.HeadVectors.Should().HaveSameCount(vectors);
        row.Scores.Should().HaveCount(Names.Length);
        row.Scores.Zip(expected, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f);
        row.Label.Should().Be(Names[Array.IndexOf(expected, expected.Max())]);
    }
}
