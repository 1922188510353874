using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>A command that changes the training examples of a model, and saves it.</summary>
internal abstract class ChangeCommand : ToolCommand
{
    private readonly Argument<string> _model = new("MODEL.zip") { Description = "Model saved by sav fit --keep-examples." };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "File to write. It appears when it is complete, and never replaces another input. Default: the model itself.",
        HelpName = "MODEL.zip",
    };
    private readonly DeviceOptions _device;

    protected ChangeCommand(string name, string description, params IReadOnlyList<string> examples) : base(name, description, examples)
    {
        Add(_model);
        Add(_output);
        Add(Json);
        _device = new DeviceOptions(this);
    }

    protected sealed override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_model);
        var output = new OutputFile(arguments.GetValue(_output) ?? path);
        using var model = Load(path, arguments, cancellationToken);
        using var changed = Change(model, inputs => output.CheckReplacesNone(inputs, model.Classifier.LmmFolder), arguments, cancellationToken);
        changed.Save(output);
        if (arguments.GetValue(Json))
        {
            Results.WriteJson(ModelJson.Create(changed.Classifier.Model, output.FilePath));
            return;
        }
        ReportTables.Write(changed.Classifier.Model);
        Results.WriteFile(output.FilePath);
    }

    /// <summary>Changes the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="checkInputs">Checks that the output replaces none of the files that the command reads.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="cancellationToken">Cancels the command.</param>
    protected abstract ClassificationPipeline Change(
        ClassificationPipeline model, Action<IEnumerable<string>> checkInputs, ParseResult arguments, CancellationToken cancellationToken);

    protected static IReadOnlyList<InputRow> ReadLabelled(string data, Action<IEnumerable<string>> checkInputs)
    {
        var rows = ExampleSources.ReadLabelled(data);
        checkInputs(rows.SelectMany(row => row.Files).Prepend(data));
        return rows;
    }

    protected ClassificationPipeline Load(string path, ParseResult arguments, CancellationToken cancellationToken) =>
        _device.LoadModel(path, arguments, cancellationToken);
}
