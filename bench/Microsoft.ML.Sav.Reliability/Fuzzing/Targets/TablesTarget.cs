using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>CSV and TSV.</summary>
internal sealed class TablesTarget : ImportTarget
{
    public override string Name => "tables";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new TextMutator("\"", "\"\"", ",", ";", "\t", "\r", "\n", "\r\n", "\0", "\ufeff", "image", "label", "text"), new ByteMutator()];

    // The buffer for a row of 16 Mi characters is doubled until it has them.
    public override long AllocationLimit => 128 << 20;

    protected override IEnumerable<FuzzInput> CreateCorpus() => new[]
    {
        ("rows.csv", "path,label\na.png,cat\n\"b, c.png\",\"a \"\"dog\"\"\"\n"),
        ("semicolons.csv", "\ufeffLabel;File Name\r\ncat;a.png\r\n\r\ndog;b, c.png"),
        ("rows.tsv", "IMAGE_PATH\tid\tText\tClass\na.png\t1\tWhat is it?\tcat\n\t2\tIs it?\t\n"),
        ("texts.csv", "Text,Label\n\"Water\nis wet.\",yes\nFire is cold.,no\n"),
    }.Select(file => new FuzzInput($"csv+{file.Item1}", Encoding.UTF8.GetBytes(file.Item2)));
}
