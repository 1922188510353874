using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Sessions;
using Microsoft.ML.Sav.Lmm.Tensors;
using Microsoft.ML.Sav.Onnx;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions;

public class OnnxSessionTests
{
    [Fact]
    public void RunOnDevice_AnyOutput_LeavesWhatRunCopies()
    {
        using var session = OnnxSession.Open(new OnnxFile(Repository.Fixture("llava", "onnx", "embed_tokens.onnx")), new LmmOptions());
        using var ids = OrtValue.CreateTensorValueFromMemory(new long[] { 3, 1, 4 }, [1, 3]);
        var inputs = new Dictionary<string, OrtValue> { ["input_ids"] = ids };

        var tensor = session.RunOnDevice(inputs, [session.MainOutput], CancellationToken.None).Should().ContainSingle().Subject;

        var expected = session.Run(inputs, [session.MainOutput], CancellationToken.None)[0];
        OrtTensor.ToFloatTensor(tensor.Value, session.Name).Should().BeEquivalentTo(expected, options => options.ComparingByMembers<FloatTensor>());
    }

    [Fact]
    public void RunOnDevice_Cancelled_Throws()
    {
        using var session = OnnxSession.Open(new OnnxFile(Repository.Fixture("llava", "onnx", "embed_tokens.onnx")), new LmmOptions());

        session.Invoking(open => open.RunOnDevice(new Dictionary<string, OrtValue>(), [open.MainOutput], new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
    }

    [Fact]
    public void RunOnDevice_InputOfAnotherType_NamesTheFile()
    {
        using var session = OnnxSession.Open(new OnnxFile(Repository.Fixture("llava", "onnx", "embed_tokens.onnx")), new LmmOptions());
        using var ids = OrtValue.CreateTensorValueFromMemory(new float[] { 3, 1, 4 }, [1, 3]);

        session.Invoking(open => open.RunOnDevice(new Dictionary<string, OrtValue> { ["input_ids"] = ids }, [open.MainOutput], CancellationToken.None))
            .Should().Throw<LmmRuntimeException>().WithMessage("*embed_tokens.onnx*");
    }

    [Fact]
    public void Run_AfterDispose_ThrowsNamingTheFile()
    {
        var session = OnnxSession.Open(new OnnxFile(Repository.Fixture("llava", "onnx", "embed_tokens.onnx")), new LmmOptions());
        session.Dispose();

        session.Invoking(closed => closed.Run(new Dictionary<string, OrtValue>(), [closed.MainOutput], CancellationToken.None))
            .Should().Throw<ObjectDisposedException>().WithMessage("*embed_tokens.onnx*");
    }

    // transformers.js calls Qwen2-VL's image_grid_thw grid_thw
    [Fact]
    public void Extract_GridUnderItsOtherName_HasTheOriginalHeadVectors()
    {
        using var folder = new TemporaryFolder();
        foreach (var name in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "preprocessor_config.json", "chat_template.jinja", "onnx/embed_tokens.onnx", "onnx/decoder_model_merged.onnx" })
            folder.Copy("qwen2_vl", name);
        GraphEditing.Read(Repository.Fixture("qwen2_vl", "onnx", "vision_encoder.onnx"))
            .Rename(name => name == "image_grid_thw" ? "grid_thw" : name).Write(folder.File("onnx/vision_encoder.onnx"));
        using var model = MultimodalModel.Open(folder.Path);
        using var extractor = model.CreateFeatureExtractor();
        var golden = GoldenCase.Read("qwen2_vl", 6);

        RelativeError.Of(extractor.Extract(golden.Prompt), golden.Heads).Should().BeLessThan(1e-4);
    }
}
