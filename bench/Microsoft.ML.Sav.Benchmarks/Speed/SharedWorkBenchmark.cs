using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Reporting;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Rows that begin alike: several questions about one image, several texts behind one instruction.</summary>
internal static class SharedWorkBenchmark
{
    private const int LeastRounds = 3;
    private const string Questions = "8 questions about one image";
    private const string Texts = "8 texts behind one instruction";
    private const string Alone = ", each by itself";

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
        using var shared = lmm.CreateHeadExtractor();
        using var alone = lmm.CreateHeadExtractor(options: new HeadExtractorOptions { Caching = false });
        var timings = PairedRunner.Run(
            [
                Subject(Questions + Alone, alone, QuestionsAbout), Subject(Questions, shared, QuestionsAbout),
                Subject(Texts + Alone, alone, _ => TextsBehindTheInstruction()), Subject(Texts, shared, _ => TextsBehindTheInstruction()),
            ],
            Math.Max(repeats, LeastRounds));

        var table = new MarkdownTable("", "ratio", "ms a row");
        foreach (var name in new[] { Questions, Texts })
        {
            table.Add(name + Alone, "1.00", timings[name + Alone].Spread.ToString("0.0"));
            table.Add(name, timings[name].RatioTo(timings[name + Alone]), timings[name].Spread.ToString("0.0"));
            aims.AtMost($"{name} / each by itself", timings[name].RatioTo(timings[name + Alone]), 1);
        }
        page.Add("## Rows that begin alike");
        page.Add("All heads; the image is another one each time, and the instruction is known after the first time.");
        page.Add(table);
    }

    private static Subject Subject(string name, HeadExtractor extractor, Func<string, IEnumerable<Prompt>> prompts)
    {
        var image = 0;
        return new(name, _ => extractor.ExtractAll(prompts(FashionTask.TestImage(image++))).Last(), Rows: Endings.Length);
    }

    private static IEnumerable<Prompt> QuestionsAbout(string image) => Endings.Select(question => new Prompt(question, [ImageInput.FromFile(image)]));

    private static IEnumerable<Prompt> TextsBehindTheInstruction() => Endings.Select(text => new Prompt(Instruction + text, []) { SharedLength = Instruction.Length });
}
