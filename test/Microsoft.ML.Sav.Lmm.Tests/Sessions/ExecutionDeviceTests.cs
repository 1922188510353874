using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm.Tests.Sessions;

public class ExecutionDeviceTests
{
    [Theory]
    [InlineData(null, null, ExecutionProvider.Cpu, "Cpu")]
    [InlineData(ExecutionProvider.Cpu, 1, ExecutionProvider.Cpu, "Cpu")]
    [InlineData(ExecutionProvider.Cuda, null, ExecutionProvider.Cuda, "CUDA device 0")]
    [InlineData(ExecutionProvider.DirectML, 1, ExecutionProvider.DirectML, "DirectML device 1")]
    [InlineData(ExecutionProvider.CoreML, 1, ExecutionProvider.CoreML, "CoreML")]
    [InlineData(ExecutionProvider.OpenVINO, null, ExecutionProvider.OpenVINO, "OpenVINO device 'CPU'")]
    [InlineData(ExecutionProvider.OpenVINO, 0, ExecutionProvider.OpenVINO, "OpenVINO device 'GPU'")]
    [InlineData(ExecutionProvider.OpenVINO, 1, ExecutionProvider.OpenVINO, "OpenVINO device 'GPU.1'")]
    public void FromOptions_ProviderAndDevice_IsThatDevice(ExecutionProvider? provider, int? gpu, ExecutionProvider expected, string name)
    {
        var device = ExecutionDevice.FromOptions(new LmmOptions { Provider = provider, GpuDeviceId = gpu });

        device.Provider.Should().Be(expected);
        device.ToString().Should().Be(name);
    }

    [Theory]
    [InlineData(ExecutionProvider.Cuda, "CUDA device 1 with TF32")]
    [InlineData(ExecutionProvider.DirectML, "DirectML device 1")] // has no such option
    public void ToString_AllowTf32_TellsDevicesApartThatRoundDifferently(ExecutionProvider provider, string name) =>
        ExecutionDevice.FromOptions(new LmmOptions { Provider = provider, GpuDeviceId = 1, AllowTf32 = true }).ToString().Should().Be(name);

    [Theory]
    [InlineData(ExecutionProvider.Cuda, "TensorrtExecutionProvider", "CUDAExecutionProvider", "CPUExecutionProvider")]
    [InlineData(ExecutionProvider.DirectML, "DmlExecutionProvider", "CPUExecutionProvider")]
    [InlineData(ExecutionProvider.CoreML, "CoreMLExecutionProvider", "CPUExecutionProvider")]
    [InlineData(ExecutionProvider.OpenVINO, "OpenVINOExecutionProvider", "CPUExecutionProvider")]
    [InlineData(ExecutionProvider.Cuda, "CPUExecutionProvider")]
    public void SelectGpuProvider_Package_IsItsProviderOrCuda(ExecutionProvider expected, params string[] available) =>
        ExecutionDevice.SelectGpuProvider(available).Should().Be(expected);

    [Fact]
    public void AddTo_DirectML_TurnsOffWhatItDoesNotSupport()
    {
        using var sessionOptions = new SessionOptions { ExecutionMode = ExecutionMode.ORT_PARALLEL };

        FluentActions.Invoking(() => new ExecutionDevice(ExecutionProvider.DirectML, 99).AddTo(sessionOptions)).Should().Throw<Exception>();

        sessionOptions.EnableMemoryPattern.Should().BeFalse();
        sessionOptions.ExecutionMode.Should().Be(ExecutionMode.ORT_SEQUENTIAL);
    }

    [Fact]
    public void RunsOneAtATime_OnlyDirectML() =>
        Enum.GetValues<ExecutionProvider>().Where(provider => new ExecutionDevice(provider, 0).RunsOneAtATime).Should().Equal(ExecutionProvider.DirectML);

    [Theory]
    [InlineData(ExecutionProvider.Cpu, "Cpu", 0)]
    [InlineData(ExecutionProvider.Cuda, "Cuda", 1)]
    [InlineData(ExecutionProvider.OpenVINO, "Cpu", 0)]
    public void Memory_Provider_IsTheDevicesOwnIfItHasOne(ExecutionProvider provider, string name, int id)
    {
        var memory = new ExecutionDevice(provider, 1).Memory;

        memory.Name.Should().Be(name);
        memory.Id.Should().Be(id);
    }
}
