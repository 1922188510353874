using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Tests.Folders;

/// <summary>Saved models store fingerprints: those of published folders must never change.</summary>
public sealed class ModelFolderFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // computed by the version of commit dba5648
    [Theory]
    [InlineData("llava", null, "f0839b49857a4c33a3ae385914acadb9660aa3a9a28fcbb52ae004519b464dde")]
    [InlineData("llava", "decoder_dynamo.onnx", "2025d3d9debbbee85d22c33f8eeef86cbfd28ead922cafd3eb18efef1394dc68")]
    [InlineData("llava", "decoder_model_merged_q4.onnx", "0aaa8776be77d95a6dd3eb148dbd409c9253f2e2f5ea05b857aa6d968f78151e")]
    [InlineData("smolvlm", null, "c7db15662240b4df68f5eb544ad6b6b2b24b36b483a91f48f2a6301e3b2cf823")]
    [InlineData("qwen2_vl", null, "0b03816481feaebe6071f785171c2747243c0fc6d539001491453d83af2ff893")]
    [InlineData("llama_text", null, "62b5c82b1f7679dd878f9495d23eb32797fc8bce8da366f86c9e25b5554ce3e0")]
    public void Fingerprint_Fixture_IsTheRecordedOne(string fixture, string? decoder, string expected) =>
        Fingerprint(Repository.Fixture(fixture), decoder).Should().Be(expected);

    [Fact]
    public void Fingerprint_EmbeddedLmm_IsTheRecordedOne() =>
        Fingerprint(Repository.EmbeddedLmm).Should().Be("aca4949026754740dfd4506537391dfb64cd99b4eea324585eb41faed78af76f");

    [Theory]
    [InlineData("onnx/model.onnx.bak")]
    [InlineData("onnx/model.onnx~")]
    [InlineData("onnx/model.onnx_data")]
    [InlineData("README.md")]
    public void Fingerprint_FileThatNothingNames_DoesNotCount(string name)
    {
        CopyText();
        var fingerprint = Fingerprint(_folder.Path);

        _folder.Write(name, "whatever");

        Fingerprint(_folder.Path).Should().Be(fingerprint);
    }

    [Theory]
    [InlineData("config.json")]
    [InlineData("tokenizer.json")]
    [InlineData("generation_config.json")]
    [InlineData("chat_template.jinja")]
    [InlineData("onnx/model.onnx")]
    public void Fingerprint_FileOfTheModel_Counts(string name)
    {
        CopyText();
        var fingerprint = Fingerprint(_folder.Path);

        if (name.EndsWith(".onnx", StringComparison.Ordinal))
            Change(name, model => model.ProducerName = "changed");
        else
            File.AppendAllText(_folder.File(name), "\n");

        Fingerprint(_folder.Path).Should().NotBe(fingerprint);
    }

    [Theory]
    [InlineData("vision_encoder")]
    [InlineData("embed_tokens")]
    [InlineData("decoder_model_merged")]
    public void Fingerprint_WeightsThatAGraphNames_Count(string graph)
    {
        CopyLlava();
        Change($"onnx/{graph}.onnx", model =>
        {
            var weights = model.Graph.Initializer.MaxBy(tensor => tensor.RawData.Length)!;
            File.WriteAllBytes(_folder.File("onnx/weights.bin"), weights.RawData.ToByteArray());
            weights.ClearRawData();
            weights.DataLocation = TensorProto.Types.DataLocation.External;
            weights.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });
        });
        var fingerprint = Fingerprint(_folder.Path);

        var bytes = File.ReadAllBytes(_folder.File("onnx/weights.bin"));
        bytes[7] ^= 1;
        File.WriteAllBytes(_folder.File("onnx/weights.bin"), bytes);

        Fingerprint(_folder.Path).Should().NotBe(fingerprint);
    }

    // Hugging Face's cache: links to files that are named by their hash
    [SkippableFact]
    public void Fingerprint_FolderOfLinks_IsThatOfTheirTargets()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need a privilege there.");
        var original = Repository.Fixture("llama_text");
        foreach (var file in Directory.GetFiles(original, "*", SearchOption.AllDirectories))
        {
            var link = _folder.File(Path.GetRelativePath(original, file));
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, file);
        }

        Fingerprint(_folder.Path).Should().Be(Fingerprint(original));
    }

    public void Dispose() => _folder.Dispose();

    private static string Fingerprint(string folder, string? decoder = null) =>
        ModelFolderChecks.Open(folder, new LmmOptions { DecoderFile = decoder }).Fingerprint;

    private void CopyText()
    {
        foreach (var name in new[] { "config.json", "generation_config.json", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja", "onnx/model.onnx" })
            _folder.Copy("llama_text", name);
    }

    private void CopyLlava()
    {
        foreach (var name in new[] { "config.json", "tokenizer.json", "processor_config.json", "onnx/vision_encoder.onnx", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx" })
            _folder.Copy("llava", name);
    }

    private void Change(string name, Action<ModelProto> change)
    {
        var model = GraphEditing.Read(_folder.File(name));
        change(model);
        model.Write(_folder.File(name));
    }
}
