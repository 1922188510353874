using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Checks that the selected device works by opening a small graph on it, before the model's own graphs are opened.</summary>
/// <param name="Options">Options to open sessions with: those given, or the same with the CPU as the provider.</param>
/// <param name="CpuFallbackReason">Why the CPU is used instead of the device; <see langword="null"/> if the device is used.</param>
internal sealed record DeviceCheck(LmmOptions Options, string? CpuFallbackReason)
{
    /// <exception cref="InvalidOperationException">The device cannot be used, and <see cref="LmmOptions.FallbackToCpu"/> is not set.</exception>
    public static DeviceCheck Run(LmmOptions options)
    {
        var device = ExecutionDevice.FromOptions(options);
        if (device.Provider == ExecutionProvider.Cpu)
            return new DeviceCheck(options, null);
        try
        {
            // Some providers load without their device and fail only when a session is opened.
            using var sessionOptions = SessionOptionsFactory.Create(options);
            using var session = new InferenceSession(SmallModel().ToByteArray(), sessionOptions);
            return new DeviceCheck(options, null);
        }
        catch (Exception exception) when (exception is OnnxRuntimeException or EntryPointNotFoundException or NotSupportedException)
        {
            var reason = $"ONNX Runtime cannot use {device}: {exception.Message.TrimEnd(' ', '.')}. {device.Requirement}";
            return options.FallbackToCpu
                ? new DeviceCheck(options with { Provider = ExecutionProvider.Cpu }, $"{reason} The CPU is used instead.")
                : throw new InvalidOperationException($"{reason} Set {nameof(LmmOptions.FallbackToCpu)} to run on the CPU instead.", exception);
        }
    }

    private static ModelProto SmallModel() => new()
    {
        IrVersion = 8,
        OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 13 } },
        Graph = new GraphProto
        {
            Name = "device-check",
            Node = { NodeProto.Create("Relu", "y", ["x"]) },
            Input = { ValueInfoProto.Create("x", TensorProto.Types.DataType.Float, 1) },
            Output = { ValueInfoProto.Create("y", TensorProto.Types.DataType.Float, 1) },
        },
    };
}
