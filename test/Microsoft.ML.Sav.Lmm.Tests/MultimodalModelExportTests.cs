using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>An exported classifier, run with plain ONNX Runtime, returns what this library returns.</summary>
public sealed class MultimodalModelExportTests : IDisposable
{
    private static readonly string[] Names = ["Größe", "bag", "\"quoted\""];
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-export-").FullName;

    [Theory]
    [InlineData("llava", VoteTieRule.MeanCosine)]
    [InlineData("llama_text", VoteTieRule.FirstVoted)]
    [InlineData("smolvlm", VoteTieRule.MeanCosine)]
    [InlineData("qwen2_vl", VoteTieRule.FirstVoted)]
    [InlineData("smollm2-135m-vision", VoteTieRule.MeanCosine)]
    public void ExportOnnx_GoldenPrompts_ScoresAsTheClassifier(string fixture, VoteTieRule tieRule)
    {
        using var model = Open(fixture);
        var golden = GoldenCase.ReadAll(fixture).ToArray();
        var classifier = Fit(model, golden, tieRule);
        using var extractor = model.CreateFeatureExtractor(classifier.Layout);

        model.ExportOnnx(Target, classifier, Names);
        using var exported = new ExportedModel(Target);

        // Families that encode images one by one are exported for one image.
        Prompt[] prompts = [.. golden.Select(item => item.Prompt).Where(prompt => model.PromptEncoder.Encode(prompt).Images.Count <= 1)];
        prompts.Should().NotBeEmpty();
        var anyImages = model.PromptEncoder.Encode(golden[0].Prompt).Images;
        foreach (var prompt in prompts)
        {
            var expected = new float[Names.Length];
            classifier.Score(extractor.Extract(prompt), expected);
            var inputs = model.PromptEncoder.Encode(prompt);
            var row = exported.Run(ExportInputs.Create(inputs, anyImages, exported)).Should().ContainSingle().Subject;
            row.Scores.Should().HaveCount(Names.Length);
            row.Scores.Zip(expected, (a, e) => Math.Abs(a - e)).Max().Should().BeLessThan(1e-5f);
            row.Label.Should().Be(Names[Array.IndexOf(expected, expected.Max())]);
        }
    }

    [Fact]
    public void ExportOnnx_Metadata_DescribesTheExport()
    {
        using var model = Open("llama_text");
        var classifier = Fit(model, GoldenCase.ReadAll("llama_text"));

        model.ExportOnnx(Target, classifier, Names, new OnnxExportOptions { Prompt = "Is it good? {text}" });

        using var exported = new ExportedModel(Target);
        exported.Metadata["sav.prompt"].Should().Be("Is it good? {text}");
        exported.Metadata["sav.lmm_fingerprint"].Should().Be(model.Fingerprint);
        System.Text.Json.JsonSerializer.Deserialize<string[]>(exported.Metadata["sav.classes"]).Should().Equal(Names);
        exported.Metadata["sav.layout"].Should().StartWith($"[[{classifier.Layout[0].Layer},{classifier.Layout[0].Index},");
    }

    [Fact]
    public void ExportOnnx_HeadsOfTheDeepestLayer_HasThePlainGraph()
    {
        using var model = Open("llava");
        var classifier = Fit(model, GoldenCase.ReadAll("llava"));
        classifier.Layout.Max(head => head.Layer).Should().Be(model.Heads.Max(head => head.Layer));

        model.ExportOnnx(Target, classifier, Names);

        // An optimisation that was not compared with the plain graph on the machine that runs it.
        GraphEditing.Read(Target).Graph.Node.Should().NotBeEmpty().And.NotContain(node => node.Name.Contains("last_token/"));
    }

    [Fact]
    public void ExportOnnx_NamesMissing_Throws()
    {
        using var model = Open("llama_text");
        var classifier = Fit(model, GoldenCase.ReadAll("llama_text"));

        model.Invoking(lmm => lmm.ExportOnnx(Target, classifier, ["one"])).Should().Throw<ArgumentException>().WithMessage("*3 classes, found 1*");
        Directory.GetFiles(_folder).Should().BeEmpty();
    }

    [Fact]
    public void ExportOnnx_FamilyThatArrangesFeatures_IsExportedForTextOnly()
    {
        using var folder = new TemporaryFolder();
        foreach (var file in new[] { "tokenizer.json", "processor_config.json", "chat_template.jinja", "onnx/vision_encoder.onnx", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx" })
            folder.Copy("llava", file);
        folder.Write("config.json", File.ReadAllText(Repository.Fixture("llava", "config.json")).Replace("\"llava\"", "\"llava_next\""));
        using var model = MultimodalModel.Open(folder.Path);
        var classifier = Fit(model, GoldenCase.ReadAll("llava"));

        model.Invoking(lmm => lmm.ExportOnnx(Target, classifier, Names)).Should().Throw<NotSupportedException>().WithMessage("*arranges image features by the size of each image*");

        model.ExportOnnx(Target, classifier, Names, new OnnxExportOptions { TakesImages = false });
        using var exported = new ExportedModel(Target);
        exported.Inputs.Should().Equal("input_ids");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Target => Path.Combine(_folder, "classifier.onnx");

    private static MultimodalModel Open(string fixture) =>
        MultimodalModel.Open(fixture == "smollm2-135m-vision" ? Repository.EmbeddedLmm : Repository.Fixture(fixture));

    // One example per class, heads spread over the layers.
    private static SavClassifier Fit(MultimodalModel model, IEnumerable<GoldenCase> examples, VoteTieRule tieRule = VoteTieRule.MeanCosine)
    {
        int[] positions = [.. Enumerable.Range(0, model.Heads.Count).Where(position => position % 5 == 3).Reverse().Take(20)];
        var means = examples.Take(Names.Length).Select(example => model.Heads.Gather(example.Heads, positions)).ToArray();
        return new SavClassifier(new ClassMeans(model.Heads.Subset(positions), means, [.. means.Select(_ => 1)]), tieRule);
    }
}
