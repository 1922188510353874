using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Microsoft.ML.Sav.Tool.Output;

/// <summary>What a command found out, on standard output.</summary>
internal static class Results
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    /// <summary>Writes one JSON value and a line end. A sequence is written as it is read, and not kept.</summary>
    public static void WriteJson<T>(T value)
    {
        using var output = Console.OpenStandardOutput();
        JsonSerializer.Serialize(output, value, Json);
        output.Write("\n"u8);
    }

    /// <summary>Writes a table.</summary>
    /// <param name="headings">Headings of the columns.</param>
    /// <param name="rows">The rows, a text for each column.</param>
    public static void WriteTable(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns([.. headings.Select(Markup.Escape)]);
        foreach (var row in rows)
            table.AddRow(row.Select(text => (IRenderable)new Spectre.Console.Text(text)));
        Terminal.Create(Console.Out, Console.IsOutputRedirected).Write(table);
    }
}
