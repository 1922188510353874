using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>JSON lines of the tool.</summary>
internal sealed class RowsTarget : FuzzTarget
{
    public override string Name => "rows";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new JsonMutator(), new TextMutator("\n", "\r\n", "{", "}", "\"image\":", "\"question\":", "\"label\":", "null", "\\u0000", "\\ud800", "\ufeff"), new ByteMutator()];

    public override void Read(FuzzInput input, string folder)
    {
        foreach (var row in JsonLines.Read(Write(input, folder, "rows.jsonl")))
            _ = (row.ImagePath.Length, row.Text.Length, row.Label.Length);
    }

    public override bool IsDocumented(Exception exception) => exception is InvalidDataException && exception.Message.Contains("line ", StringComparison.Ordinal);

    protected override IEnumerable<FuzzInput> CreateCorpus() => new[]
    {
        """{"image":"a/b.png","label":"cat"}""",
        """{"image":["a.png","b.png"],"question":"What is it?","label":"né"}""",
        "{\"question\":\"Is it?\",\"label\":\"yes\",\"more\":[1,2,{\"x\":null}]}\n\n{\"question\":\"Or not?\"}\r\n{\"image\":\"c.png\",\"label\":null}",
    }.Select((rows, i) => new FuzzInput($"rows-{i}", Encoding.UTF8.GetBytes(rows)));
}
