using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Sessions.Optimized;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions.Optimized;

public sealed class OptimizedModelsTests : IDisposable
{
    private const string Fixture = "llava";
    private readonly TemporaryFolder _folder = new();

    [OptimizedModelTheory]
    [InlineData("llava", "decoder_model_merged.onnx")]
    [InlineData("llava", "decoder_model_merged_fp16.onnx")]
    [InlineData("llava", "decoder_model_merged_int8.onnx")]
    [InlineData("llava", "decoder_model_merged_q4.onnx")]
    [InlineData("llava", "decoder_model_merged_bnb4.onnx")]
    [InlineData("llava", "decoder_dynamo.onnx")]
    [InlineData("qwen2_vl", null)]
    [InlineData("smolvlm", null)]
    public void Extract_OptimizedModel_HasTheSameHeadVectors(string fixture, string? decoder)
    {
        var prompt = GoldenCase.Read(fixture, 1).Prompt;
        var options = new LmmOptions { DecoderFile = decoder };
        var expected = Extract(options, prompt, fixture);
        options = options with { OptimizedModelFolder = _folder.Path };

        Extract(options, prompt, fixture).Should().Equal(expected, "it was just made");
        Extract(options, prompt, fixture).Should().Equal(expected, "it was there");

        OptimizedGraphs().Should().HaveCount(2, "decoder and vision encoder");
    }

    // ONNX Runtime 1.31 packs symmetric weights so that they return something else
    [OptimizedModelFact]
    public void Extract_SymmetricFourBitWeights_HasTheSameHeadVectors()
    {
        var options = new LmmOptions { DecoderFile = "decoder_genai_int4.onnx" };
        var expected = Extract(options);

        Extract(options with { OptimizedModelFolder = _folder.Path }).Should().Equal(expected);
        Extract(options with { OptimizedModelFolder = _folder.Path }).Should().Equal(expected);
    }

    [OptimizedModelFact]
    public void Extract_EmbeddedLmm_HasTheSameHeadVectors()
    {
        var prompt = GoldenCase.Read("smollm2-135m-vision", 1).Prompt;
        using var plain = MultimodalModel.Open(Repository.EmbeddedLmm);
        using var optimized = MultimodalModel.Open(Repository.EmbeddedLmm, Options);
        using var extractor = plain.CreateFeatureExtractor();
        using var optimizedExtractor = optimized.CreateFeatureExtractor();

        optimizedExtractor.Extract(prompt).Should().Equal(extractor.Extract(prompt));

        if (OperatingSystem.IsLinux())
            File.ReadAllText("/proc/self/maps").Should().Contain(_folder.Path, "weights are mapped");
    }

    [OptimizedModelFact]
    public void Open_SecondTime_MakesNothing()
    {
        Extract(Options);
        var files = Files();

        Extract(Options);

        Files().Should().Equal(files);
        OptimizedGraphs().Should().HaveCount(2, "decoder and vision encoder");
    }

    [OptimizedModelFact]
    public void CreateFeatureExtractor_SomeHeads_ReturnsThemFromTheDecoderUpToTheirLayer()
    {
        FeatureLayout heads = new([new Feature(2, 1, 16), new Feature(0, 3, 16)]);
        var expected = Extract(new LmmOptions(), heads: heads);

        Extract(Options, heads: heads).Should().Equal(expected);
        Extract(Options, heads: new FeatureLayout([new Feature(2, 0, 16)])).Should().HaveCount(16);

        OptimizedGraphs().Should().HaveCount(2, "one decoder serves for both");
    }

    [OptimizedModelFact]
    public void CreateFeatureExtractor_UnknownHead_NamesIt()
    {
        using var model = MultimodalModel.Open(Repository.Fixture(Fixture), Options);

        model.Invoking(open => open.CreateFeatureExtractor(new FeatureLayout([new Feature(99, 0, 16)]))).Should().Throw<ArgumentException>().WithMessage("*L99.H0*");
    }

    [OptimizedModelTheory]
    [InlineData("model.onnx")]
    [InlineData("model.onnx_data")]
    [InlineData("sha256")]
    public void Open_DamagedFiles_MakesThemAgain(string name)
    {
        var expected = Extract(Options);
        foreach (var file in Directory.GetFiles(_folder.Path, name, SearchOption.AllDirectories))
        {
            using var stream = new FileStream(file, FileMode.Open);
            stream.SetLength(stream.Length / 2);
        }

        Extract(Options).Should().Equal(expected);

        var files = Files();
        Extract(Options).Should().Equal(expected);
        Files().Should().Equal(files, "they are whole again");
    }

    [OptimizedModelFact]
    public void Open_SeveralAtOnce_MakesOne()
    {
        var expected = Extract(new LmmOptions());
        var vectors = new float[4][];

        Parallel.For(0, vectors.Length, i => vectors[i] = Extract(Options));

        vectors.Should().AllSatisfy(own => own.Should().Equal(expected));
        Directory.GetDirectories(_folder.Path).Should().HaveCount(2);
    }

    [OptimizedModelFact]
    public void Open_FoldersOfKilledProcesses_AreDeletedWhenOld()
    {
        var (old, young) = (Orphans.CreateTemporaryPath(_folder.File("old")), Orphans.CreateTemporaryPath(_folder.File("young")));
        _folder.Write(Path.Combine(Path.GetFileName(old), "model.onnx_data"), "part").Write(Path.Combine(Path.GetFileName(young), "model.onnx_data"), "part");
        Directory.SetLastWriteTimeUtc(old, DateTime.UtcNow.AddDays(-2));

        Extract(Options);

        Directory.Exists(old).Should().BeFalse();
        Directory.Exists(young).Should().BeTrue();
    }

    [OptimizedModelFact]
    public void CreateFeatureExtractor_FolderThatCannotBeWritten_WarnsAndUsesTheOriginal()
    {
        _folder.Write("file", "");
        using var model = MultimodalModel.Open(Repository.Fixture(Fixture), new LmmOptions { OptimizedModelFolder = _folder.File("file") });

        using var extractor = model.CreateFeatureExtractor();

        extractor.Extract(GoldenCase.Read(Fixture, 1).Prompt).Should().Equal(Extract(new LmmOptions()));
        model.Warnings.Should().NotBeEmpty().And.OnlyContain(warning => warning.Contains(_folder.File("file")));
    }

    [OptimizedModelFact]
    public void Open_ZeroFilledWeightsOfTheRightLength_AreNotUsed()
    {
        var expected = Extract(Options);
        foreach (var file in Directory.GetFiles(_folder.Path, "model.onnx_data", SearchOption.AllDirectories))
            File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);

        Extract(Options).Should().Equal(expected);
    }

    [OptimizedModelTheory]
    [InlineData(1f)]
    [InlineData(float.NaN)]
    public void Open_OptimizedFormReturnsSomethingElse_UsesTheOriginalForGood(float step)
    {
        var file = new OnnxFile(Repository.Fixture(Fixture, "onnx", "vision_encoder.onnx"));
        var samples = 0;
        float[] Sample(OnnxSession session) => [step * samples++];
        OnnxSession.Open(file, Options, graph: null, Sample, _ => { }).Dispose();
        samples.Should().Be(2);

        OnnxSession.Open(file, Options, graph: null, Sample, _ => { }).Dispose();

        samples.Should().Be(2);
        Files().Should().ContainSingle("the optimised form is not kept");
    }

    [Theory]
    [InlineData("1.30.0", false)]
    [InlineData("1.23.2", false)]
    [InlineData("1.31.0", true)]
    [InlineData("1.31.1-dev", true)]
    [InlineData("2.0.0", true)]
    public void IsSupported_Version_IsTrueFrom131On(string version, bool expected) => OptimizedModels.IsSupported(version).Should().Be(expected);

    public void Dispose() => _folder.Dispose();

    private LmmOptions Options => new() { OptimizedModelFolder = _folder.Path };

    private string[] OptimizedGraphs() => Directory.GetFiles(_folder.Path, "model.onnx", SearchOption.AllDirectories);

    private string[] Files() => [.. Directory.GetFiles(_folder.Path, "*", SearchOption.AllDirectories).Select(file => $"{file} {File.GetLastWriteTimeUtc(file):O}").Order()];

    private static float[] Extract(LmmOptions options, Prompt? prompt = null, string fixture = Fixture, FeatureLayout? heads = null) =>
        ExtractFrom(Repository.Fixture(fixture), options, prompt ?? GoldenCase.Read(fixture, 1).Prompt, heads);

    private static float[] ExtractFrom(string folder, LmmOptions options, Prompt prompt, FeatureLayout? heads = null)
    {
        using var model = MultimodalModel.Open(folder, options);
        using var extractor = model.CreateFeatureExtractor(heads);
        return extractor.Extract(prompt);
    }
}
