using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures prefix caching and image feature caching: questions about one image, texts after one instruction.</summary>
internal static class PrefixCachingBenchmark
{
    private const int LeastRounds = 3;
    private const string Questions = "8 questions about one image";
    private const string Texts = "8 texts after one instruction";
    private const string Without = ", without caching";

    private const string Instruction = """
        Read the text below from its beginning to its end and say in one word what its author is writing about. Take the word from this list: clothes,
        shoes, bags, food, weather, travel, sport, music, work, animals, plants, health, money, school. If none of them fits, say other. The text:

        """;

    private static readonly string[] Endings =
    [
        "What is in the image?", "Is it worn on the feet?", "Has it long sleeves?", "Is it dark?", "Which season is it for?", "Has it buttons?", "Who wears it?", "Is it a bag?",
    ];

    public static void Run(int repeats, MarkdownPage page, Aims aims)
    {
        using var lmm = MultimodalModel.Open(FashionTask.Lmm, new LmmOptions { PrefixCaching = true });
        using var cached = lmm.CreateFeatureExtractor();
        using var uncached = lmm.CreateFeatureExtractor(options: new FeatureExtractorOptions { Caching = false });
        var timings = PairedRunner.Run(
            [
                Subject(Questions + Without, uncached, QuestionsAbout), Subject(Questions, cached, QuestionsAbout),
                Subject(Texts + Without, uncached, _ => TextsAfterTheInstruction()), Subject(Texts, cached, _ => TextsAfterTheInstruction()),
            ],
            Math.Max(repeats, LeastRounds));

        var table = new MarkdownTable("", "ratio", "ms per row");
        foreach (var name in new[] { Questions, Texts })
        {
            table.Add(name + Without, "1.00", timings[name + Without].Spread.ToString("0.0"));
            table.Add(name, timings[name].RatioTo(timings[name + Without]), timings[name].Spread.ToString("0.0"));
            aims.AddAtMost($"{name} / without caching", timings[name].RatioTo(timings[name + Without]), 1);
        }
        page.Add("## Rows that share a prefix");
        page.Add("All heads. Each round has another image; the instruction is cached from the second round on.");
        page.Add(table);
    }

    private static Subject Subject(string name, FeatureExtractor extractor, Func<string, IEnumerable<Prompt>> prompts)
    {
        var image = 0;
        return new(name, _ => extractor.ExtractAll(prompts(FashionTask.TestImage(image++))).Last(), Rows: Endings.Length);
    }

    private static IEnumerable<Prompt> QuestionsAbout(string image) => Endings.Select(question => new Prompt(question, [ImageInput.FromFile(image)]));

    private static IEnumerable<Prompt> TextsAfterTheInstruction() => Endings.Select(text => new Prompt(Instruction + text, []) { SharedLength = Instruction.Length });
}
