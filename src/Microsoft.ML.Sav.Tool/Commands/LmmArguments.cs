using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The part of a command line that says which LMM to use.</summary>
internal sealed class LmmArguments
{
    private readonly Argument<string> _folder;
    private readonly Option<string?> _decoder = new("--decoder")
    {
        Description = "File name of the decoder, where the folder has several.",
        HelpName = "FILE.onnx",
    };
    private readonly Option<string?> _precision = new("--precision")
    {
        Description = "ONNX files to prefer, by the suffix of their names, for example fp16 or q4.",
        HelpName = "P",
    };
    private readonly Option<bool> _floatActivations = new("--float-activations")
    {
        Description = "Multiply 4- and 8-bit weights with activations in 32-bit floats: nearer to the original model, and slower.",
    };
    private readonly Option<ExecutionProvider?> _provider = new("--provider")
    {
        Description = "What ONNX Runtime runs the LMM with. Default: the CPU, or with --gpu what this build's ONNX Runtime has for GPUs.",
    };
    private readonly DeviceArguments _device;

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">What the command calls the folder.</param>
    public LmmArguments(System.CommandLine.Command command, string name = "FOLDER")
    {
        _folder = new Argument<string>(name) { Description = "Folder of the LMM: config.json, tokenizer.json and ONNX files." };
        command.Add(_folder);
        command.Add(_decoder);
        command.Add(_precision);
        command.Add(_floatActivations);
        command.Add(_provider);
        _device = new DeviceArguments(command);
    }

    public string Folder(ParseResult arguments) => arguments.GetRequiredValue(_folder);

    public LmmOptions Options(ParseResult arguments) => new()
    {
        DecoderFile = arguments.GetValue(_decoder),
        Precision = arguments.GetValue(_precision),
        FloatActivations = arguments.GetValue(_floatActivations),
        Provider = arguments.GetValue(_provider),
        GpuDeviceId = _device.Gpu(arguments),
        FallbackToCpu = _device.FallbackToCpu(arguments),
    };

    /// <summary>Opens an LMM, and says so if it runs on the CPU instead.</summary>
    public static MultimodalModel Open(string folder, LmmOptions options)
    {
        var model = MultimodalModel.Open(folder, options);
        if (model.CpuFallbackReason is { } reason)
            Terminal.Warn(reason);
        return model;
    }
}
