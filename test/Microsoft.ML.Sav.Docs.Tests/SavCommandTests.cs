using System.Text.RegularExpressions;
using Microsoft.ML.Sav.Docs.Tests.Markdown;
using Microsoft.ML.Sav.Tool.Commands;

namespace Microsoft.ML.Sav.Docs.Tests;

/// <summary>The command lines of all pages are those of the tool.</summary>
public sealed partial class SavCommandTests
{
    /// <summary>Commands of all pages but docs/reproduce.md, which ReproductionTests runs.</summary>
    public static TheoryData<string, string> Commands
    {
        get
        {
            var commands = new TheoryData<string, string>();
            foreach (var page in MarkdownFile.All.Where(page => page.Name is not ("docs/reproduce.md" or "CHANGELOG.md")))
            {
                foreach (var command in page.Blocks.Where(block => block.Language is "" or "bash" or "console").SelectMany(block => Find(block.Code)))
                    commands.Add(page.Name, command);
            }
            return commands;
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void Command_OfAPage_Parses(string page, string command)
    {
        var arguments = Word().Matches(command).Select(match => match.Value.Trim('"', '\'')).Skip(1).ToArray();

        var parsed = new SavRootCommand().Parse(arguments);

        parsed.Errors.Select(error => error.Message).Should().BeEmpty($"{page} shows it");
    }

    // "$ sav ..." and "sav ...", continued after a backslash, up to a pipe, redirection or comment.
    private static IEnumerable<string> Find(string code) =>
        from line in code.Replace("\\\n", "", StringComparison.Ordinal).Split('\n')
        let command = Prompt().Replace(line, "")
        where command.StartsWith("sav ", StringComparison.Ordinal) && !command.Contains("COMMAND", StringComparison.Ordinal)
        select End().Replace(command, "");

    [GeneratedRegex(@"^\s*\$ ")]
    private static partial Regex Prompt();

    [GeneratedRegex(@"\s+(#|\||>|2>|&&).*$")]
    private static partial Regex End();

    [GeneratedRegex("""
        "[^"]*"|'[^']*'|\S+
        """)]
    private static partial Regex Word();
}
