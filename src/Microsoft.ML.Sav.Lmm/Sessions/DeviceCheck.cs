using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>Finds out with a small graph, before a model's own graphs are opened, whether the device that options name can be used.</summary>
/// <param name="Options">Options that sessions can be opened with: those given, or with the CPU in the device's place.</param>
/// <param name="CpuFallbackReason">Why the CPU is in the device's place; <see langword="null"/> where it is not.</param>
internal sealed record DeviceCheck(LmmOptions Options, string? CpuFallbackReason)
{
    /// <exception cref="InvalidOperationException">The device cannot be used, and the CPU is not to be used instead.</exception>
    public static DeviceCheck Run(LmmOptions options)
    {
        var device = ExecutionDevice.Of(options);
        if (device.Provider == ExecutionProvider.Cpu)
            return new DeviceCheck(options, null);
        try
        {
            // a provider may load, and find only when a session is opened that there is no such device
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
