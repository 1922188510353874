using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.ML.Sav.Docs.Tests.Markdown;

namespace Microsoft.ML.Sav.Docs.Tests.Programs;

/// <summary>
/// A program of a page: a code block, with the code that it takes as given before it and the blocks that continue it after it. Words after
/// <c>csharp</c> decide: <c>continues</c> continues the block before; <c>compiles</c> is not run; <c>members</c> are members of a class, not
/// statements; <c>internals</c> may use internal members of Microsoft.ML.Sav.Lmm.
/// </summary>
internal sealed class PageProgram
{
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.ML;
        global using Microsoft.ML.Data;
        global using Microsoft.ML.Sav;
        global using Microsoft.ML.Sav.AspNetCore;
        global using Microsoft.ML.Sav.Docs.Tests.Programs;
        global using Microsoft.ML.Sav.Heads;
        global using Microsoft.ML.Sav.Images;
        global using Microsoft.ML.Sav.Lmm;
        global using Microsoft.ML.Sav.Report;
        global using static Microsoft.ML.Sav.Docs.Tests.Programs.Given;
        """;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp14);

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => path.EndsWith(".dll", StringComparison.Ordinal) && File.Exists(path))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    private readonly string _page;
    private readonly List<CodeBlock> _blocks;

    private PageProgram(string page, IEnumerable<CodeBlock> blocks) => (_page, _blocks) = (page, [.. blocks]);

    /// <summary>Whether it can run; a web server would not end.</summary>
    public bool Runs => Words.All(word => word is not ("compiles" or "members" or "internals")) && !_blocks.Any(block => block.Code.Contains("app.Run(", StringComparison.Ordinal));

    /// <summary>The code that readers see.</summary>
    public IEnumerable<string> Code => _blocks.Where(block => block.Language == "csharp").Select(block => block.Code);

    private IEnumerable<string> Words => _blocks.SelectMany(block => block.Words);

    public static IEnumerable<PageProgram> FindAll(MarkdownFile page)
    {
        List<CodeBlock> given = [], program = [];
        foreach (var block in page.Blocks.Where(block => block.Language is "given" or "csharp"))
        {
            if (block.Language == "csharp" && !block.Words.Contains("continues") && program.Count > 0)
            {
                yield return new PageProgram(page.Name, program);
                program.Clear();
            }
            if (block.Language == "given")
            {
                given.Add(block);
                continue;
            }
            program.AddRange([.. given, block]);
            given.Clear();
        }
        if (program.Count > 0)
            yield return new PageProgram(page.Name, program);
    }

    /// <summary>The compiled program, or its errors with the page's lines.</summary>
    public (byte[] Assembly, IReadOnlyList<string> Errors) Compile()
    {
        var isLibrary = Words.Contains("members") || Words.Contains("internals");
        var compilation = CSharpCompilation.Create(
            Words.Contains("internals") ? "Microsoft.ML.Sav.Lmm.Tests" : $"Page{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(Usings, ParseOptions), CSharpSyntaxTree.ParseText(Assemble(), ParseOptions)],
            References,
            new CSharpCompilationOptions(isLibrary ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        return (stream.ToArray(), [.. result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Describe)]);
    }

    /// <summary>Compiles and runs it, and returns what it printed.</summary>
    public string Run()
    {
        var (assembly, errors) = Compile();
        errors.Should().BeEmpty();
        var entry = Assembly.Load(assembly).EntryPoint!;
        var console = Console.Out;
        using var output = new StringWriter();
        Console.SetOut(output);
        try
        {
            entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, entry.GetParameters().Length == 0 ? [] : [Array.Empty<string>()], null);
        }
        finally
        {
            Console.SetOut(console);
        }
        return output.ToString();
    }

    public override string ToString() => $"{_page}:{_blocks.First(block => block.Language == "csharp").Line}";

    // Usings first, then statements, then types, wherever they are in the blocks. #line keeps the page's lines in errors.
    private string Assemble()
    {
        var parsed = _blocks.Select(block => (block.Line, Root: CSharpSyntaxTree.ParseText(block.Code, ParseOptions).GetCompilationUnitRoot())).ToList();
        var usings = parsed.SelectMany(block => block.Root.Usings.Select(node => Place(block.Line, node)));
        if (Words.Contains("members"))
        {
            var members = _blocks.Where(block => block.Language == "csharp").Select(block => $"#line {block.Line} \"{_page}\"\n{block.Code}\n");
            return string.Concat([.. usings, "static class Members\n{\n", .. members, "}\n"]);
        }
        return string.Concat(
        [
            .. usings,
            .. parsed.SelectMany(block => block.Root.Members.OfType<GlobalStatementSyntax>().Select(node => Place(block.Line, node))),
            .. parsed.SelectMany(block => block.Root.Members.Where(member => member is not GlobalStatementSyntax).Select(node => Place(block.Line, node))),
        ]);
    }

    private string Place(int firstLine, SyntaxNode node) =>
        $"#line {firstLine + node.SyntaxTree.GetLineSpan(node.FullSpan).StartLinePosition.Line} \"{_page}\"\n{node.ToFullString()}\n";

    private static string Describe(Diagnostic diagnostic)
    {
        var place = diagnostic.Location.GetMappedLineSpan();
        return $"{place.Path}:{place.StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage()}";
    }
}
