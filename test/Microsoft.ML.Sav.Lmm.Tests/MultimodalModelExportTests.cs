using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Images.Processing;
using Microsoft.ML.Sav.Lmm.Tests.Graphs.Export;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>An exported classifier, run with plain ONNX Runtime, returns what this library returns.</summary>
public sealed class MultimodalModelExportTests : IDisposable
{
    private static readonly string[] Names = ["Größe", "bag", "\"quoted\""];
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-export-").FullName;

    [Theory]
    [InlineData("llava", VoteTieRule.MeanCosine)]
    [InlineData("llama_text", VoteTieRule.FirstVoted)]
    [InlineData("smollm2-135m-vision", VoteTieRule.MeanCosine)]
    public void ExportOnnx_GoldenPrompts_ScoresAsTheClassifier(string fixture, VoteTieRule tieRule)
    {
        using var model = Open(fixture);
        var golden = Enumerable.Range(0, GoldenCase.All(fixture).Count).Select(index => GoldenCase.Read(fixture, index)).ToArray();
        var classifier = Fit(model, golden[..Names.Length], tieRule);
        using var extractor = model.CreateHeadExtractor(classifier.Layout);

        model.ExportOnnx(Target, classifier, Names);
        using var exported = new ExportedModel(Target);

        foreach (var prompt in golden.Select(item => item.Prompt))
        {
            var expected = new float[Names.Length];
            classifier.Score(extractor.Extract(prompt), expected);
            var row = exported.Run(Inputs(model, exported, prompt)).Should().ContainSingle().Subject;
            row.Scores.Zip(expected, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f);
            row.Label.Should().Be(Names[Array.IndexOf(expected, expected.Max())]);
        }
    }

    [Fact]
    public void ExportOnnx_Metadata_SayWhatWasExported()
    {
        using var model = Open("llama_text");
        var classifier = Fit(model, [.. Enumerable.Range(0, Names.Length).Select(index => GoldenCase.Read("llama_text", index))]);

        model.ExportOnnx(Target, classifier, Names, prompt: "Is it good? {text}");

        using var exported = new ExportedModel(Target);
        exported.Metadata["sav.prompt"].Should().Be("Is it good? {text}");
        exported.Metadata["sav.lmm_fingerprint"].Should().Be(model.Fingerprint);
        System.Text.Json.JsonSerializer.Deserialize<string[]>(exported.Metadata["sav.classes"]).Should().Equal(Names);
        exported.Metadata["sav.layout"].Should().StartWith($"[[{classifier.Layout[0].Layer},{classifier.Layout[0].Index},");
    }

    [Fact]
    public void ExportOnnx_NamesMissing_Throws()
    {
        using var model = Open("llama_text");
        var classifier = Fit(model, [.. Enumerable.Range(0, Names.Length).Select(index => GoldenCase.Read("llama_text", index))]);

        model.Invoking(lmm => lmm.ExportOnnx(Target, classifier, ["one"])).Should().Throw<ArgumentException>().WithMessage("*3 classes, found 1*");
        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "classifier.onnx");

    private static MultimodalModel Open(string fixture) =>
        MultimodalModel.Open(fixture == "smollm2-135m-vision" ? Repository.EmbeddedLmm : Repository.Fixture(fixture));

    // one example a class, heads spread over the layers
    private static HeadClassifier Fit(MultimodalModel model, GoldenCase[] examples, VoteTieRule tieRule = VoteTieRule.MeanCosine)
    {
        int[] positions = [.. Enumerable.Range(0, model.Heads.Count).Where(position => position % 5 == 3).Reverse().Take(20)];
        var means = examples.Select(example => model.Heads.Gather(example.Heads, positions)).ToArray();
        return new HeadClassifier(new ClassMeans(model.Heads.Select(positions), means, [.. means.Select(_ => 1)]), tieRule);
    }

    private static List<NamedOnnxValue> Inputs(MultimodalModel model, ExportedModel exported, Prompt prompt)
    {
        var encoded = model.PromptEncoder.Encode(prompt);
        var tokenIds = encoded.TokenIds;
        List<NamedOnnxValue> inputs = [ExportedModel.Input("input_ids", tokenIds.Select(id => (long)id), 1, tokenIds.Length)];
        if (encoded.Images.SingleOrDefault()?.Tensors.Single(tensor => tensor.Name == ImageTensor.PixelValues) is { } pixels)
            inputs.Add(ExportedModel.Input(pixels.Name, (float[])pixels.Data, pixels.Shape));
        else if (exported.ShapeOf(ImageTensor.PixelValues) is { } shape)
            inputs.Add(ExportedModel.Input(ImageTensor.PixelValues, new float[shape.Skip(1).Aggregate((a, b) => a * b)], [1, .. shape.Skip(1)]));
        return inputs;
    }
}
