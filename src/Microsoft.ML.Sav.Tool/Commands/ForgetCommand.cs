using System.CommandLine;
using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Examples;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav forget</c> command: removes a class or training rows from a model.</summary>
internal sealed class ForgetCommand : ChangeCommand
{
    private readonly Argument<string[]> _items = new("ITEM")
    {
        Description = $"Training rows, given again: image, folder of images, or a file: {CommonArguments.Formats}.",
        Arity = ArgumentArity.ZeroOrMore,
    };
    private readonly Option<string?> _class = new("--class") { Description = "Class to forget, with all its rows.", HelpName = "NAME" };

    public ForgetCommand() : base(
        "forget", "Removes a class or training rows from a model, as if it had been trained without them. The LMM does not run.",
        "sav forget photos.zip --class bag",
        "sav forget photos.zip photos/train/bag/07.jpg -o photos-2.zip")
    {
        Add(_items);
        Add(_class);
        Validators.Add(result =>
        {
            if ((result.GetValue(_class) is null) == (result.GetValue(_items) is not { Length: > 0 }))
                result.AddError("Give --class NAME or the rows to forget, one of both.");
        });
    }

    protected override ClassificationPipeline Change(
        ClassificationPipeline model, Action<IEnumerable<string>> checkInputs, ParseResult arguments, CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_class) is { } name)
        {
            checkInputs([]);
            return model.Forget(name);
        }
        var items = arguments.GetRequiredValue(_items);
        InputRow[] rows = [.. items.SelectMany(ExampleSources.Read)];
        checkInputs(rows.SelectMany(row => row.Files).Concat(items));
        return model.Forget(rows);
    }
}
