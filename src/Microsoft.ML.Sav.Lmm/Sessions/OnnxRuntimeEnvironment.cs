using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>ONNX Runtime in this process, with its telemetry turned off.</summary>
internal static partial class OnnxRuntimeEnvironment
{
    // Read when the environment is created: OrtEnv.DisableTelemetryEvents comes too late to prevent files from being written.
    private const string DisableTelemetry = "ORT_DISABLE_TELEMETRY";

    private static readonly Lazy<OrtEnv> Environment = new(Create, LazyThreadSafetyMode.PublicationOnly);

    /// <summary>The environment; access it before any other type of ONNX Runtime.</summary>
    /// <exception cref="LmmRuntimeException">The program references no package with ONNX Runtime's native library.</exception>
    public static OrtEnv Instance => Environment.Value;

    private static OrtEnv Create()
    {
        TurnTelemetryOff();
        try
        {
            return OrtEnv.Instance();
        }
        catch (Exception exception) when (exception is TypeInitializationException or DllNotFoundException)
        {
            throw new LmmRuntimeException(
                "ONNX Runtime's native library was not found. Add the package Microsoft.ML.OnnxRuntime (CPU) or Microsoft.ML.OnnxRuntime.Gpu "
                + $"(CUDA) to the program's project: {exception.GetBaseException().Message}", exception);
        }
    }

    private static void TurnTelemetryOff()
    {
        // On Unix, .NET's own method changes a copy of the environment that native code does not see.
        if (OperatingSystem.IsWindows())
            System.Environment.SetEnvironmentVariable(DisableTelemetry, "1");
        else
            SetEnvironmentVariable(DisableTelemetry, "1", overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironmentVariable(string name, string value, int overwrite);
}
