using Microsoft.ML.Sav.Docs.Tests.Markdown;
using Microsoft.ML.Sav.Docs.Tests.Programs;

namespace Microsoft.ML.Sav.Docs.Tests;

/// <summary>Compiles the C# of each page, and runs it with the small LMM and few photos.</summary>
[Collection("Programs")]
public sealed class CodeBlockTests
{
    /// <summary>All pages with C#. Feeds may lack SixLabors.ImageSharp, which that package's README needs.</summary>
    public static TheoryData<string> Pages =>
    [
        .. MarkdownFile.All.Where(page => page.Blocks.Any(block => block.Language == "csharp")).Select(page => page.Name)
            .Where(name => name != "src/Microsoft.ML.Sav.ImageSharp/README.md"),
    ];

    [Theory, MemberData(nameof(Pages))]
    public void Programs_OfAPage_CompileAndRun(string name)
    {
        using var workplace = new Workplace();
        var failures = new List<string>();
        var programs = PageProgram.FindAll(MarkdownFile.Get(name)).Where(program => !IsExcerpt(name, program));
        foreach (var program in programs)
        {
            try
            {
                if (program.Runs)
                    program.Run();
                else
                    program.Compile().Errors.Should().BeEmpty();
            }
            catch (Exception exception)
            {
                failures.Add($"{program}: {exception.GetType().Name}: {exception.Message}");
            }
        }

        failures.Should().BeEmpty();
    }

    // A sample's README may show parts of the sample, which is a project that compiles, and fragments that are no statements.
    private static bool IsExcerpt(string page, PageProgram program)
    {
        if (!page.StartsWith("samples/", StringComparison.Ordinal))
            return false;
        var sources = Directory.GetFiles(Path.Combine(Repository.Root, Path.GetDirectoryName(page)!), "*.cs", SearchOption.AllDirectories).Select(path => Normalize(File.ReadAllText(path)));
        return program.Code.All(code => code.TrimEnd() is not [.., ';' or '}'] || sources.Any(source => source.Contains(Normalize(code), StringComparison.Ordinal)));
    }

    private static string Normalize(string code) => string.Join('\n', code.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0));
}
