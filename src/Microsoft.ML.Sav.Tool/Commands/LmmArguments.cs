using System.CommandLine;
using Microsoft.ML.Sav.Lmm;

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

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">What the command calls the folder.</param>
    public LmmArguments(System.CommandLine.Command command, string name = "FOLDER")
    {
        _folder = new Argument<string>(name) { Description = "Folder of the LMM: config.json, tokenizer.json and ONNX files." };
        command.Add(_folder);
        command.Add(_decoder);
        command.Add(_precision);
    }

    public string Folder(ParseResult arguments) => arguments.GetRequiredValue(_folder);

    public LmmOptions Options(ParseResult arguments) =>
        new() { DecoderFile = arguments.GetValue(_decoder), Precision = arguments.GetValue(_precision) };
}
