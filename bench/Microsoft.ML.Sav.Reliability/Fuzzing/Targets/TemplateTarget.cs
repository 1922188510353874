using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Text;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Chat templates: parsed, and rendered with a conversation.</summary>
internal sealed class TemplateTarget : FuzzTarget
{
    private static readonly TextMutator Words = new(
        "{%", "%}", "{{", "}}", "{#", "#}", "-%}", "{%-", " for x in ", " in ", "range(100000)", "range(", "loop.index", " if ", " elif ", " else ", " endif ", " endfor ", " set ", "ns.x = ns",
        "namespace(", "macro m(x)", " endmacro ", "{{ m(m) }}", "| join", "| tojson", "| trim", "| replace('a', 'aa')", "| list", "| batch(2)", "| sort", "| selectattr('role')",
        "| map(attribute='x')", "| format", "| indent", "| string", "| length", ".split('')", ".strip()", ".items()", ".join(", "* 1000000", "* 9223372036854775807", "** 1000", "// 0", "% 0", "~",
        "[::-1]", "[0:", "[-1]", "not ", " and ", " is defined", " is mapping", "raise_exception('x')", "strftime_now('%Y')", "caller()", "cycler(", "'", "\"", "\\", "0", "1e308", "none", "true", "messages", "message.content", "[messages, messages]");

    private static readonly IReadOnlyDictionary<string, object?> Variables = new Dictionary<string, object?>
    {
        ["bos_token"] = "<s>",
        ["eos_token"] = "</s>",
        ["tools"] = null,
        ["documents"] = null,
        ["add_generation_prompt"] = true,
        ["messages"] = new List<object?>
        {
            new Dictionary<string, object?> { ["role"] = "system", ["content"] = "S" },
            new Dictionary<string, object?>
            {
                ["role"] = "user",
                ["content"] = new List<object?>
                {
                    new Dictionary<string, object?> { ["type"] = "image" },
                    new Dictionary<string, object?> { ["type"] = "text", ["text"] = "What is in the image?" },
                },
            },
        },
    };

    public override string Name => "template";

    public override IReadOnlyList<IMutator> Mutators { get; } = [Words, Words, Words, new ByteMutator()];

    // A template may build a string of 4,000,000 characters several times before it stops.
    public override long AllocationLimit => 1L << 30;

    public override void Read(FuzzInput input, string folder) => ChatTemplate.Parse(Encoding.UTF8.GetString(input.Content)).Render(Variables);

    public override bool IsDocumented(Exception exception) => exception is ChatTemplateException;

    protected override IEnumerable<FuzzInput> CreateCorpus() => ReadFiles(
    [
        .. Directory.GetFiles(Repository.Fixtures, "*.jinja", SearchOption.AllDirectories),
        .. Directory.GetFiles(Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Text.Tests"), "*.jinja", SearchOption.AllDirectories).Where(path => !path.Contains("/bin/", StringComparison.Ordinal)),
    ]);
}
