using System.Runtime.CompilerServices;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Interop;

/// <summary>Settings that an <see cref="MLContext"/> passes to its components.</summary>
internal static class MachineLearningEnvironment
{
    public static IHostEnvironment FromCatalog(MulticlassClassificationCatalog.MulticlassClassificationTrainers trainers) =>
        CatalogUtils.GetEnvironment(trainers);

    public static IHostEnvironment FromCatalog(TransformsCatalog transforms) => CatalogUtils.GetEnvironment(transforms);

    public static IHostEnvironment FromCatalog(DataOperationsCatalog data) => CatalogUtils.GetEnvironment(data);

    /// <summary>A random generator, seeded as the context is.</summary>
    public static Random CreateRandom(IHostEnvironment environment) => environment.Register(nameof(CreateRandom)).Rand;

    /// <exception cref="OperationCanceledException">The execution was cancelled.</exception>
    public static void ThrowIfCanceled(IHostEnvironment environment) => Contracts.CheckAlive(environment);

    /// <summary>The context's GPU, or <see langword="null"/> if it has none or ML.NET is too old for the setting.</summary>
    public static int? GpuDeviceId(IHostEnvironment environment) => Read(environment, ReadGpuDeviceId);

    public static bool FallbackToCpu(IHostEnvironment environment) => Read(environment, ReadFallbackToCpu);

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
    private static int? ReadGpuDeviceId(IHostEnvironment environment) => (environment as IHostEnvironmentInternal)?.GpuDeviceId;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static bool ReadFallbackToCpu(IHostEnvironment environment) => environment is IHostEnvironmentInternal { FallbackToCpu: true };
}
