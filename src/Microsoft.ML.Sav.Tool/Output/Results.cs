using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>Results of a command, on standard output.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        // every item of a sequence is flushed when it is there
        DefaultBufferSize = 1,
    };

    /// <summary>Writes one JSON value and a line end. A sequence is written while it is enumerated.</summary>
    public static void WriteJson<T>(T value)
    {
        JsonSerializer.Serialize(StandardStreams.Output, value, Json);
        StandardStreams.Output.Write("\n"u8);
    }

    /// <summary>Writes fields with tabs between them. Control characters are escaped.</summary>
    public static void WriteLine(params IEnumerable<string> fields) => Console.WriteLine(string.Join('\t', fields.Select(ControlCharacters.Escape)));

    /// <summary>Writes the path and size of a file that was written.</summary>
    public static void WriteFile(string path, string content = "") => WriteLine($"{path}: {content}{new FileInfo(path).Length:N0} bytes");

    /// <summary>Writes a table. Control characters are escaped.</summary>
    /// <param name="headings">Headings of the columns.</param>
    /// <param name="rows">The rows, with a string per column.</param>
    public static void WriteTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. headings.Select(heading => Markup.Escape(ControlCharacters.Escape(heading)))]);
        foreach (var row in rows)
            table.AddRow(row.Select(text => (IRenderable)new Spectre.Console.Text(ControlCharacters.Escape(text))));
        Terminal.Create(Console.Out, Console.IsOutputRedirected).Write(table);
    }
}
