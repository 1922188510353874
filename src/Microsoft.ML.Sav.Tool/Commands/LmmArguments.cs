using System.CommandLine;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Tool.Lmms;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Argument and options for the LMM and how it runs.</summary>
internal sealed class LmmArguments
{
    private readonly Func<ParseResult, string?> _folder;
    private readonly Option<string?> _decoder = new("--decoder")
    {
        Description = "File name of the decoder, if the folder has several.",
        HelpName = "FILE.onnx",
    };
    private readonly Option<string?> _precision = new("--precision")
    {
        Description = "Suffix of the ONNX files to prefer, for example fp16 or q4.",
        HelpName = "P",
    };
    private readonly Option<bool> _floatActivations = new("--float-activations")
    {
        Description = "Multiply 4- and 8-bit weights with 32-bit activations: closer to the original model, but slower.",
    };
    private readonly Option<ExecutionProvider?> _provider = new("--provider")
    {
        Description = "Execution provider of ONNX Runtime. Default: the CPU, or with --gpu a provider that this build's ONNX Runtime has for GPUs.",
    };
    private readonly DeviceOptions _device;

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="isArgument">Whether the LMM's folder is an argument, and not the option <c>--lmm</c>.</param>
    public LmmArguments(System.CommandLine.Command command, bool isArgument = false)
    {
        const string Description = "Folder of the LMM: config.json, tokenizer.json and ONNX files. Default: that of the environment variable "
            + $"{LmmChoice.Variable}, or the one that 'sav lmm add' configured.";
        if (isArgument)
        {
            var argument = new Argument<string?>("FOLDER") { Description = Description, Arity = ArgumentArity.ZeroOrOne };
            command.Add(argument);
            _folder = arguments => arguments.GetValue(argument);
        }
        else
        {
            var option = new Option<string?>("--lmm") { Description = Description, HelpName = "FOLDER" };
            command.Add(option);
            _folder = arguments => arguments.GetValue(option);
        }
        command.Add(_decoder);
        command.Add(_precision);
        command.Add(_floatActivations);
        command.Add(_provider);
        _device = new DeviceOptions(command);
    }

    public string Folder(ParseResult arguments) => Choose(arguments).Folder;

    public LmmChoice Choose(ParseResult arguments) => LmmChoice.Find(_folder(arguments));

    public LmmOptions Options(ParseResult arguments) => new()
    {
        DecoderFile = arguments.GetValue(_decoder),
        Precision = arguments.GetValue(_precision),
        FloatActivations = arguments.GetValue(_floatActivations),
        Provider = arguments.GetValue(_provider),
        GpuDeviceId = _device.Gpu(arguments),
        FallbackToCpu = _device.FallbackToCpu(arguments),
    };

    /// <summary>Opens an LMM, and warns if it falls back to the CPU.</summary>
    public static MultimodalModel Open(string folder, LmmOptions options)
    {
        var model = MultimodalModel.Open(folder, options);
        if (model.CpuFallbackReason is { } reason)
            Messages.Warn(reason);
        return model;
    }
}
