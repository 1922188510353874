using Spectre.Console;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Where tables and progress are drawn.</summary>
internal static class Terminal
{
    // a file has no width
    private const int WidthOfFiles = 10_000;

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
