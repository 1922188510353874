using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>What an <see cref="MLContext"/> says to its components.</summary>
internal static class MachineLearningEnvironment
{
    public static IHostEnvironment Of(MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers) =>
        CatalogUtils.GetEnvironment(trainers);

    /// <exception cref="OperationCanceledException">The execution was cancelled.</exception>
    public static void ThrowIfCanceled(IHostEnvironment environment) => Contracts.CheckAlive(environment);

    /// <summary>The context's GPU, or <see langword="null"/> where there is none or ML.NET is too old to have the setting.</summary>
    public static int? GpuDeviceId(IHostEnvironment environment) => Read(environment, GpuDeviceIdOf);

    public static bool FallbackToCpu(IHostEnvironment environment) => Read(environment, FallbackToCpuOf);

    private static T? Read<T>(IHostEnvironment environment, Func<IHostEnvironment, T> read)
    {
        try
        {
            return read(environment);
        }
        catch (Exception exception) when (exception is TypeLoadException or MissingMethodException)
        {
            return default;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int? GpuDeviceIdOf(IHostEnvironment environment) => (environment as IHostEnvironmentInternal)?.GpuDeviceId;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool FallbackToCpuOf(IHostEnvironment environment) => environment is IHostEnvironmentInternal { FallbackToCpu: true };
}
