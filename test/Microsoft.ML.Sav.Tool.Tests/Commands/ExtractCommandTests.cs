using System.Numerics.Tensors;
using System.Text.Json;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class ExtractCommandTests : IDisposable
{
    private static readonly string Lmm = Repository.Fixture("llava");
    private static readonly string Photo = Repository.Fixture("images", "photo.jpg");

    private readonly TemporaryFolder _folder = new();

    private string Target => _folder.File("heads.safetensors");

    [Fact]
    public void Extract_EmbeddedLmm_HeadVectorsAreGolden()
    {
        using var golden = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("smollm2-135m-vision", "golden.json")));
        // JPEGs are left out: their pixels are their decoder's
        var cases = golden.RootElement.GetProperty("cases").EnumerateArray()
            .Where(row => row.GetProperty("images").EnumerateArray().All(image => image.GetString()!.EndsWith(".png", StringComparison.Ordinal))).ToArray();
        var expected = SafetensorsFile.Read(Repository.Fixture("smollm2-135m-vision", "golden.safetensors"));
        var rows = _folder.WriteRows("rows.jsonl", cases.Select(row => new
        {
            image = row.GetProperty("images").EnumerateArray().Select(name => Repository.Fixture("images", name.GetString()!)),
            question = row.GetProperty("question").GetString(),
        }));

        SavProcess.Run("extract", "--lmm", Repository.EmbeddedLmm, rows, "-o", Target).ShouldSucceed();

        var file = SafetensorsFile.Read(Target);
        cases.Should().NotBeEmpty();
        file.GetShape("heads").Should().Equal(cases.Length, 30, 9, 64);
        foreach (var (vectors, name) in file.ReadSingle("heads").Chunk(30 * 9 * 64).Zip(cases.Select(row => row.GetProperty("name").GetString())))
            TensorPrimitives.CosineSimilarity<float>(vectors, expected.ReadSingle($"{name}.heads")).Should().BeGreaterThanOrEqualTo(0.999f);
    }

    [Fact]
    public void Extract_AllFeatures_WritesThemInOneTensor()
    {
        var rows = _folder.WriteRows("rows.jsonl", new { image = Photo, question = "What is in the image?" });
        using var model = MultimodalModel.Open(Lmm);
        using var extractor = model.CreateFeatureExtractor(model.Features);

        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", Target, "--features", "vp,h,pp,m").ShouldSucceed();

        var file = SafetensorsFile.Read(Target);
        file.GetShape("features").Should().Equal(1, model.Features.VectorLength);
        file.ReadSingle("features").Should().Equal(extractor.Extract(new Prompt("What is in the image?", [ImageInput.FromFile(Photo)])));
    }

    [Fact]
    public void Extract_FeaturesThatTheLmmLacks_AreLeftOutAndReported()
    {
        var rows = _folder.WriteRows("rows.jsonl", new { question = "What is it?" });

        var sav = SavProcess.Run("extract", "--lmm", Repository.Fixture("llama_text"), rows, "-o", Target, "--features", "m,vp");

        sav.ShouldSucceed();
        sav.Error.Should().Contain("Left out: vp.").And.Contain("text only");
        SafetensorsFile.Read(Target).Metadata["layout"].Should().StartWith("[[\"L0.H0.mean\",");
    }

    [Theory]
    [InlineData("vp", "*none of these features*text only*")]
    [InlineData("h,x", "*--features should be some of h, m, vp, pp*'x'*")]
    public void Extract_FeaturesThatCannotBe_Fails(string features, string message)
    {
        var rows = _folder.WriteRows("rows.jsonl", new { question = "What is it?" });

        var sav = SavProcess.Run("extract", "--lmm", Repository.Fixture("llama_text"), rows, "-o", Target, "--features", features);

        sav.ExitCode.Should().NotBe(0);
        sav.Error.Should().Match(message);
    }

    [SkippableFact]
    public void Extract_OptimizedModels_FolderOfTheEnvironment_HeadVectorsAreTheSame()
    {
        Skip.If(Version.Parse(OrtEnv.Instance().GetVersionString().Split('-')[0]) < new Version(1, 31), "Older versions are refused.");
        var rows = _folder.WriteRows("rows.jsonl", new { image = Photo, question = "What is in the image?" });
        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", Target).ShouldSucceed();
        var expected = SafetensorsFile.Read(Target).ReadSingle("heads");

        foreach (var again in new[] { "created.safetensors", "used.safetensors" })
        {
            ExtractAgain(again).ShouldSucceed();
            SafetensorsFile.Read(_folder.File(again)).ReadSingle("heads").Should().Equal(expected);
        }

        Directory.GetFiles(_folder.File("optimized"), "model.onnx", SearchOption.AllDirectories).Should().HaveCount(2);

        SavProcess ExtractAgain(string target) =>
            SavProcess.RunWithVariable(LmmOptions.OptimizedModelVariable, _folder.File("optimized"), "extract", "--lmm", Lmm, rows, "-o", _folder.File(target));
    }

    [Fact]
    public void Extract_FloatActivations_EmbeddedLmm_HeadVectorsAreTheOriginals()
    {
        var expected = SafetensorsFile.Read(Repository.Fixture("smollm2-135m-vision", "golden.safetensors"));
        var rows = _folder.WriteRows("rows.jsonl", new { image = Repository.Fixture("images", "fashion-0.png"), question = "What is in the image?" });

        SavProcess.Run("extract", "--lmm", Repository.EmbeddedLmm, rows, "-o", Target, "--float-activations").ShouldSucceed();

        var file = SafetensorsFile.Read(Target);
        file.Metadata["float_activations"].Should().Be("true");
        TensorPrimitives.CosineSimilarity<float>(file.ReadSingle("heads"), expected.ReadSingle("case1.heads_fp32")).Should().BeGreaterThan(0.9999f);
    }

    [Fact]
    public void Extract_Rows_LabelsPromptAndFingerprintAreInTheFile()
    {
        var rows = _folder.WriteRows(
            "rows.jsonl",
            new { image = Photo, question = "Cat?", label = "yes", id = 1 },
            new { image = Photo, question = "Dog?" },
            new { image = Photo, question = "Bag?", label = "no" },
            new { image = Photo, question = "Cup?", label = "yes" });

        var sav = SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", Target, "--prompt", "Say. {text}");

        sav.ShouldSucceed();
        sav.Output.Should().Match("*heads.safetensors: heads [4, 4, 6, 16] F32, 2 labels, * bytes\n");
        var file = SafetensorsFile.Read(Target);
        file.ReadInt64("label").Should().Equal(0, -1, 1, 0);
        file.Metadata["label_names"].Should().Be("""["yes","no"]""");
        file.Metadata["prompt"].Should().Be("Say. {text}");
        using var model = MultimodalModel.Open(Lmm);
        file.Metadata["model_fingerprint"].Should().Be(model.Fingerprint);
        using var extractor = model.CreateFeatureExtractor();
        var second = extractor.Extract(new Prompt("Say. Dog?", [Sav.Images.ImageInput.FromFile(Photo)]));
        file.ReadSingle("heads").AsSpan(384, 384).ToArray().Should().Equal(second);
    }

    [Fact]
    public void Extract_NoQuestions_UsesTheDefaultPrompt()
    {
        SavProcess.Run("extract", "--lmm", Lmm, _folder.WriteRows("rows.jsonl", new { image = Photo }), "-o", Target).ShouldSucceed();

        SafetensorsFile.Read(Target).Metadata["prompt"].Should().Be("What is in the image?");
    }

    [Fact]
    public void Extract_PromptForQuestions_RowsWithoutQuestions_Fails() =>
        SavProcess.Run("extract", "--lmm", Lmm, _folder.WriteRows("rows.jsonl", new { image = Photo }), "-o", Target, "--prompt", "{text}?")
            .ShouldFail("Prompt '{text}?' has {text}, but rows have no text: *no row has a 'question'.");

    [Fact]
    public void Extract_Half_VectorsAreThoseInSinglePrecisionRounded()
    {
        var rows = _folder.WriteRows("rows.jsonl", new { image = new[] { Photo, Photo }, question = "Same?" });
        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", Target).ShouldSucceed();

        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", _folder.File("half.safetensors"), "--half").ShouldSucceed();

        var single = SafetensorsFile.Read(Target).ReadSingle("heads");
        SafetensorsFile.Read(_folder.File("half.safetensors")).ReadSingle("heads").Should().Equal(single.Select(value => (float)(Half)value));
    }

    [Fact]
    public void Extract_ImagePath_IsRelativeToTheRowsFile()
    {
        File.Copy(Photo, _folder.File("near.jpg"));
        var rows = _folder.WriteRows("rows.jsonl", new { image = "near.jpg" });

        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", Target).ShouldSucceed();
    }

    [Theory]
    [InlineData("""{"image":""", "'*rows.jsonl' line 3: is not JSON: *")]
    [InlineData("""["photo.jpg"]""", "'*rows.jsonl' line 3: should be a JSON object, found *")]
    [InlineData("""{"image": 5}""", "'*rows.jsonl' line 3: 'image' should be a path or a list of paths, found 5.")]
    [InlineData("""{"image": ["a.jpg", 5]}""", "'*rows.jsonl' line 3: 'image' should be a path or a list of paths, found [\"a.jpg\", 5].")]
    [InlineData("""{"question": {}}""", "'*rows.jsonl' line 3: 'question' should be a string, found {}.")]
    [InlineData("""{"question": "Why?", "label": 7}""", "'*rows.jsonl' line 3: 'label' should be a string, found 7.")]
    [InlineData("""{"image": "", "label": "none"}""", "'*rows.jsonl' line 3: has neither 'image' nor 'question'.")]
    [InlineData("""{"image": "\ud800"}""", "'*rows.jsonl' line 3: is not JSON: *")]
    [InlineData("""{"image": "gone.jpg"}""", "'*rows.jsonl' line 3: The image file '*gone.jpg' does not exist.")]
    [InlineData("""{"image": "rows.jsonl"}""", "'*rows.jsonl' line 3: *")]
    public void Extract_WrongRow_NamesFileLineAndKey(string line, string message)
    {
        var rows = _folder.WriteLines("rows.jsonl", JsonSerializer.Serialize(new { image = Photo }), "", line);

        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", Target).ShouldFail(message);

        File.Exists(Target).Should().BeFalse();
    }

    [Fact]
    public void Extract_NoRows_Fails() =>
        SavProcess.Run("extract", "--lmm", Lmm, _folder.WriteLines("rows.jsonl"), "-o", Target).ShouldFail("'*rows.jsonl' has no rows.");

    [Fact]
    public void Extract_NoRowsFile_NamesIt() =>
        SavProcess.Run("extract", "--lmm", Lmm, _folder.File("none.jsonl"), "-o", Target).ShouldFail("There is no file '*none.jsonl'.");

    [Fact]
    public void Extract_NoFolderForTheOutput_FailsAtOnce() =>
        SavProcess.Run("extract", "--lmm", Lmm, _folder.File("none.jsonl"), "-o", _folder.File("none/heads.safetensors"))
            .ShouldFail("There is no folder for the file '*'.");

    [Theory]
    [InlineData("rows.jsonl")]
    [InlineData("own.jpg")]
    public void Extract_OutputIsAnInput_IsRefused(string name)
    {
        File.Copy(Photo, _folder.File("own.jpg"));
        var rows = _folder.WriteRows("rows.jsonl", new { image = "own.jpg" });

        SavProcess.Run("extract", "--lmm", Lmm, rows, "-o", _folder.File(name)).ShouldFail($"'*{name}' would replace the input '*{name}'; name another output.");
    }

    [Fact]
    public void Extract_ImageForTextModel_Fails() =>
        SavProcess.Run("extract", "--lmm", Repository.Fixture("llama_text"), _folder.WriteRows("rows.jsonl", new { image = Photo }), "-o", Target)
            .ShouldFail("'*rows.jsonl' line 1: The LMM in '*' takes text only*");

    public void Dispose() => _folder.Dispose();
}
