using System.CommandLine;
using System.Globalization;
using System.Text;
using Microsoft.ML.Sav.Tool.Commands;

CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
CultureInfo.CurrentUICulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

var root = new RootCommand("Sparse Attention Vectors: classifiers from few examples, made of the attention heads of a large multimodal model (LMM).")
{
    new InspectCommand(),
    new ExtractCommand(),
    new ClassifyVectorsCommand(),
    new FitCommand(),
    new PredictCommand(),
    new EvaluateCommand(),
    new ExportCommand(),
};
HelpWithExamples.AddTo(root);

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    var errors = string.Join(" ", parsed.Errors.Select(error => error.Message)).ReplaceLineEndings(" ");
    Console.Error.WriteLine($"sav: {errors} See '{HelpWithExamples.CommandLine(parsed.CommandResult.Command)}'.");
    return ExitCode.Usage;
}
return await parsed.InvokeAsync(new InvocationConfiguration
{
    EnableDefaultExceptionHandler = false,
    // a run of the model ends early when it is told to; this is for one that does not
    ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
});
