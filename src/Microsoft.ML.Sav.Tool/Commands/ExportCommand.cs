using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav export</c> command: writes a classifier and its part of the LMM as one ONNX model.</summary>
internal sealed class ExportCommand : ToolCommand
{
    private readonly Argument<string> _model = CommonArguments.Model();
    private readonly Option<string> _output = CommonOptions.Output("CLASSIFIER.onnx");
    private readonly Option<bool> _rgb = new("--rgb") { Description = "Take images as bytes (uint8 [images, height, width, 3]) instead of scaled and normalised pixels." };

    public ExportCommand() : base(
        "export", "Exports a classifier and its part of the LMM as one ONNX model: pixels and token ids in, scores and label out.",
        "sav export photos.zip -o photos.onnx")
    {
        Add(_model);
        Add(_output);
        Add(_rgb);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_model);
        var output = new OutputFile(arguments.GetRequiredValue(_output));
        using var model = ClassificationPipeline.Load(path, gpu: null, fallbackToCpu: false, cancellationToken);
        output.CheckReplacesNone([path], model.Classifier.LmmFolder);
        var folder = Path.GetDirectoryName(output.FilePath);
        string[] files = [.. model.Classifier.ExportOnnx(output.FilePath, arguments.GetValue(_rgb), cancellationToken).Select(file => Path.Join(folder, Path.GetFileName(file)))];
        if (arguments.GetValue(Json))
            Results.WriteJson(files.Select(file => new { File = file, Bytes = new FileInfo(file).Length }));
        else
            Array.ForEach(files, file => Results.WriteFile(file));
    }
}
