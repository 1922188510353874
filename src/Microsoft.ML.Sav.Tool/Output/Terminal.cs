using Spectre.Console;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Where tables and progress are drawn.</summary>
internal static class Terminal
{
    // a file has no width
    private const int WidthOfFiles = 10_000;

    /// <summary>Standard error.</summary>
    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>Says something on standard error that does not end the command, above progress that is shown there.</summary>
    public static void Warn(string message) => Error.WriteLine($"sav: {message.ReplaceLineEndings(" ")}");

    /// <param name="writer">Standard output or standard error.</param>
    /// <param name="isRedirected">Whether it is no terminal, and takes neither colours nor movements of the cursor.</param>
    public static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (!isRedirected)
            return AnsiConsole.Create(settings);
        settings.Ansi = AnsiSupport.No;
        settings.Interactive = InteractionSupport.No;
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = WidthOfFiles;
        return console;
    }
}
