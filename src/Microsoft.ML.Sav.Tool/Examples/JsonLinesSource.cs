using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>JSON lines, the tool's own format: see <see cref="JsonLines"/>.</summary>
internal sealed class JsonLinesSource() : ExampleSource("jsonl")
{
    public override bool Recognises(string path) => HasExtension(path, ".jsonl", ".ndjson");

    public override IEnumerable<InputRow> Read(string path, ExampleSourceOptions options) => JsonLines.Read(path);
}
