using Spectre.Console;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Consoles that tables and progress are drawn on.</summary>
internal static class Terminal
{
    // files have no width
    private const int RedirectedWidth = 10_000;

    /// <summary>Standard error.</summary>
    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <param name="writer">Standard output or standard error.</param>
    /// <param name="isRedirected">Whether it is no terminal, and takes neither colours nor cursor movements.</param>
    public static IAnsiConsole Create(TextWriter writer, bool isRedirected)
    {
        var settings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) };
        if (!isRedirected)
            return AnsiConsole.Create(settings);
        settings.Ansi = AnsiSupport.No;
        settings.Interactive = InteractionSupport.No;
        var console = AnsiConsole.Create(settings);
        console.Profile.Width = RedirectedWidth;
        return console;
    }
}
