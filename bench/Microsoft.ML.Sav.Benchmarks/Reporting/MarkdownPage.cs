using System.Text;

namespace Microsoft.ML.Sav.Benchmarks.Reporting;

/// <summary>A Markdown page; each block is also printed when it is added.</summary>
internal sealed class MarkdownPage
{
    private readonly StringBuilder _text = new();

    /// <summary>Adds a paragraph, a heading or a table.</summary>
    public void Add(object block)
    {
        var text = $"{block}".TrimEnd('\n') + "\n\n";
        _text.Append(text);
        Console.Write(text);
    }

    /// <summary>Appends another page.</summary>
    public void Add(MarkdownPage page) => _text.Append(page._text);

    public void Save(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, _text.ToString().TrimEnd('\n') + "\n");
    }
}
