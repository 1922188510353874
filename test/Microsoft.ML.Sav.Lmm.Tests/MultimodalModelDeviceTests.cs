namespace Microsoft.ML.Sav.Lmm.Tests;

/// <summary>No machine has a device 99.</summary>
public class MultimodalModelDeviceTests
{
    private static readonly GoldenCase Golden = GoldenCase.Read("llava", 0);

    [Theory]
    [InlineData(null, "* device 99: *")]
    [InlineData(ExecutionProvider.Cuda, "*CUDA device 99: *NVIDIA*Microsoft.ML.OnnxRuntime.Gpu*")]
    [InlineData(ExecutionProvider.DirectML, "*DirectML device 99: *Microsoft.ML.OnnxRuntime.DirectML*")]
    [InlineData(ExecutionProvider.OpenVINO, "*OpenVINO device 'GPU.99': *Intel.ML.OnnxRuntime.OpenVino*")]
    public void Open_DeviceThatCannotBeUsed_NamesItAndWhatToDo(ExecutionProvider? provider, string message) =>
        FluentActions.Invoking(() => Open(new LmmOptions { Provider = provider, GpuDeviceId = 99 })).Should().Throw<InvalidOperationException>()
            .WithMessage("ONNX Runtime cannot use " + message + "Set FallbackToCpu to run on the CPU instead.");

    [SkippableFact]
    public void Open_CoreMLElsewhere_NamesItAndWhatToDo()
    {
        Skip.If(OperatingSystem.IsMacOS(), "CoreML is there.");

        FluentActions.Invoking(() => Open(new LmmOptions { Provider = ExecutionProvider.CoreML })).Should().Throw<InvalidOperationException>()
            .WithMessage("ONNX Runtime cannot use CoreML: *macOS*Set FallbackToCpu*");
    }

    [Theory]
    [InlineData(ExecutionProvider.Cuda)]
    [InlineData(ExecutionProvider.DirectML)]
    [InlineData(ExecutionProvider.OpenVINO)]
    public void Extract_FallbackToCpu_HasTheOriginalHeadVectors(ExecutionProvider provider)
    {
        using var model = Open(new LmmOptions { Provider = provider, GpuDeviceId = 99, FallbackToCpu = true });
        using var extractor = model.CreateFeatureExtractor();

        RelativeError.Of(extractor.Extract(Golden.Prompt), Golden.Heads).Should().BeLessThan(1e-4);
        model.CpuFallbackReason.Should().Match($"ONNX Runtime cannot use {provider}*99*The CPU is used instead.".Replace("Cuda", "CUDA"));
    }

    // its decoder's batches would differ in rounding on the CPU
    [Fact]
    public void ExtractAll_HalfPrecisionAfterFallback_RunsPromptsOneByOneAsOnTheCpu()
    {
        var options = new LmmOptions { Precision = "fp16" };
        GoldenCase[] golden = [.. GoldenCase.ReadAll("llava").Take(3)];
        using var onCpu = Open(options);
        using var afterFallback = Open(options with { GpuDeviceId = 99, FallbackToCpu = true });
        using var expected = onCpu.CreateFeatureExtractor();
        using var actual = afterFallback.CreateFeatureExtractor();

        actual.ExtractAll(golden.Select(item => item.Prompt)).Should().BeEquivalentTo(
            golden.Select(item => expected.Extract(item.Prompt)), comparison => comparison.WithStrictOrdering());
    }

    [Fact]
    public void Open_Cpu_IsUsedWhateverTheGpu()
    {
        using var model = Open(new LmmOptions { Provider = ExecutionProvider.Cpu, GpuDeviceId = 99 });

        model.CpuFallbackReason.Should().BeNull();
    }

    [Fact]
    public void Open_NoProvider_SaysSo() =>
        FluentActions.Invoking(() => Open(new LmmOptions { Provider = (ExecutionProvider)17 })).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("*Provider is not an ExecutionProvider*");

    private static MultimodalModel Open(LmmOptions options) => MultimodalModel.Open(Repository.Fixture("llava"), options);
}
