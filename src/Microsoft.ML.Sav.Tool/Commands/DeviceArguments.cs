using System.CommandLine;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The part of a command line that says which GPU to use.</summary>
internal sealed class DeviceArguments
{
    private readonly Option<int?> _gpu = new("--gpu")
    {
        Description = "GPU to run the LMM on, by its number, with the provider that this build's ONNX Runtime has. Default: the CPU.",
        HelpName = "N",
    };
    private readonly Option<bool> _fallbackToCpu = new("--fallback-to-cpu")
    {
        Description = "Run on the CPU where the provider or GPU cannot be used, instead of failing.",
    };

    /// <summary>Adds the arguments to a command.</summary>
    public DeviceArguments(System.CommandLine.Command command)
    {
        command.Add(_gpu);
        command.Add(_fallbackToCpu);
    }

    public int? Gpu(ParseResult arguments) => arguments.GetValue(_gpu);

    public bool FallbackToCpu(ParseResult arguments) => arguments.GetValue(_fallbackToCpu);
}
