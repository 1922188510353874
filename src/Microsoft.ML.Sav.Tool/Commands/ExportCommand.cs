using System.CommandLine;
using Microsoft.ML.Sav.Tool.Models;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Writes a model with its part of the LMM as one ONNX model.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Option<string> _output = CommonOptions.Output("CLASSIFIER.onnx");

    public ExportCommand() : base(
        "export", "Writes a model with its part of the LMM as one ONNX model: pixels and token ids in, scores and label out.",
        "sav export photos.zip -o photos.onnx")
    {
        Add(_model);
        Add(_output);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var output = OutputFile.Check(arguments.GetRequiredValue(_output));
        using var model = SavedModel.Load(arguments.GetRequiredValue(_model), gpu: null, fallbackToCpu: false, cancellationToken);
        foreach (var file in model.Classifier.ExportOnnx(output))
            Console.WriteLine($"{Path.Join(Path.GetDirectoryName(output), Path.GetFileName(file))}: {new FileInfo(file).Length:N0} bytes");
    }
}
