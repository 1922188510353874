using Microsoft.ML.Sav.Interop;

namespace Microsoft.ML.Sav.Tests.Interop;

public class MachineLearningEnvironmentTests
{
    [Theory]
    [InlineData(null, true)]
    [InlineData(2, false)]
    public void Gpu_ContextsSetting_ReachesItsComponents(int? gpuDeviceId, bool fallbackToCpu)
    {
        var context = new MLContext { GpuDeviceId = gpuDeviceId, FallbackToCpu = fallbackToCpu };
        var environment = MachineLearningEnvironment.FromCatalog(context.MulticlassClassification.Trainers);
        var host = environment.Register("component");

        MachineLearningEnvironment.GpuDeviceId(host).Should().Be(gpuDeviceId);
        MachineLearningEnvironment.FallbackToCpu(host).Should().Be(fallbackToCpu);
    }
}
