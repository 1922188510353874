using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Options for the GPU that the LMM runs on.</summary>
internal sealed class DeviceOptions
{
    private readonly Option<int?> _gpu = new("--gpu")
    {
        Description = "Number of the GPU to run the LMM on, with a provider that this build's ONNX Runtime has. Default: the CPU.",
        HelpName = "N",
    };
    private readonly Option<bool> _fallbackToCpu = new("--fallback-to-cpu")
    {
        Description = "Warn and run on the CPU if the provider or GPU cannot be used, instead of failing.",
    };

    /// <summary>Adds the options to a command.</summary>
    public DeviceOptions(System.CommandLine.Command command)
    {
        command.Add(_gpu);
        command.Add(_fallbackToCpu);
    }

    public int? Gpu(ParseResult arguments) => arguments.GetValue(_gpu);

    public bool FallbackToCpu(ParseResult arguments) => arguments.GetValue(_fallbackToCpu);

    /// <summary>Loads a model, whose LMM runs on the device.</summary>
    public ClassificationPipeline LoadModel(string path, ParseResult arguments, CancellationToken cancellationToken) =>
        ClassificationPipeline.Load(path, Gpu(arguments), FallbackToCpu(arguments), cancellationToken);
}
