using System.Text.RegularExpressions;

namespace Microsoft.ML.Sav.Tool.Tests;

/// <summary>Runs the commands of docs/reproduce.md, with the small LMM and few rows in the formats of the original files.</summary>
public sealed class ReproductionTests : IDisposable
{
    private const string Authors = "/home/author/data";

    private readonly TemporaryFolder _folder = new();

    [SkippableFact]
    public void Commands_OfThePage_RunInTheirOrder()
    {
        Skip.IfNot(IsInstalled("bash") && IsInstalled("jq"), "The page's commands need bash and jq.");
        WriteFiles();
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "reproduce.md")).ReplaceLineEndings("\n");
        var commands = Regex.Matches(page, "```bash\n(.*?)```", RegexOptions.Singleline).Select(block => block.Groups[1].Value).ToArray();

        var sav = SavProcess.RunScript($"set -e; cd \"$1\"\n{string.Concat(commands)}", _folder.Path);

        commands.Should().HaveCount(11);
        sav.ShouldSucceed();
        File.ReadAllLines(_folder.File("blink-art-style-train.jsonl")).Should().HaveCount(4).And.AllSatisfy(line =>
            line.Should().MatchRegex("""^\{"image":\["images/blink/\d.png","images/blink/\d.png","images/blink/\d.png"\],"question":"Which image shares the same style\?","label":"\([AB]\)"\}$"""));
        Directory.GetFiles(_folder.Path, "*.zip").Select(Path.GetFileNameWithoutExtension).Should().BeEquivalentTo(
            "mhalubench", "vlguard", "blink-art-style", "naturalbench", "eurosat", "pets", "vlguard-auto", "eurosat-auto", "vlguard-transfer",
            "mhalubench-5", "mhalubench-10", "mhalubench-20", "mhalubench-40");
        Regex.Count(sav.Output, "actual").Should().Be(13); // as many evaluations
        sav.Output.Should().MatchRegex(@"question accuracy +image accuracy +group accuracy").And.MatchRegex(@"Is this request harmful\? \{text\} +(yes)? +[01]");
        Heads("vlguard-transfer.zip").Should().BeEquivalentTo(Heads("mhalubench.zip")).And.HaveCount(20);
    }

    public void Dispose() => _folder.Dispose();

    private void WriteFiles()
    {
        Directory.CreateDirectory(_folder.File("models"));
        Directory.CreateSymbolicLink(_folder.File("models/llava-onevision-7b"), Repository.EmbeddedLmm);
        var photos = Directory.GetFiles(Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "train", "bag")).Order().Take(4).ToArray();
        foreach (var set in new[] { "mhalubench", "vlguard/train", "blink", "naturalbench", "eurosat", "pets", "eurosat-folders/train/Forest", "eurosat-folders/train/River", "eurosat-folders/test/Forest" })
        {
            Directory.CreateDirectory(_folder.File($"images/{set}"));
            foreach (var (number, photo) in photos.Index())
                File.Copy(photo, _folder.File($"images/{set}/{number}.png"));
        }

        // The authors' files, with their keys.
        WriteList("mahalu_train.json", i => new { image_path = $"{Authors}/{i}.png", claim = $"There are {i} bags", label = i % 2 == 0 ? "hallucination" : "non-hallucination" });
        WriteList("vlguard_train.json", i => new { image = $"{Authors}/vlguard/train/{i}.png", instruction = $"Describe bag {i}.", label = i % 2 == 0 ? "harmful" : "unharmful" });
        WriteList("blink_art_style_train.json", i => new
        {
            question = "<image>\n<image>\n<image>\nWhich image shares the same style?",
            label = i % 2 == 0 ? "(A)" : "(B)",
            image_1 = $"{i}.png",
            image_2 = "0.png",
            image_3 = "1.png",
            image_4 = (string?)null,
        });
        WriteList("eurosat_train.json", i => new { image = $"{Authors}/{i}.png", question = $"What type?\nA. Forest B. River {i}", answer = "A", label = i % 2 == 0 ? "Forest" : "River" });
        WriteList("pets_train.json", i => new { image = $"{Authors}/{i}.png", question = $"What animal?\nA. Bengal B. Birman {i}", answer = "A", label = i % 2 == 0 ? "Bengal" : "Birman" });
        foreach (var part in new[] { "train", "test" })
        {
            // Two questions about each of two images.
            _folder.WriteRows($"SAVs/data/naturalbench_ret_{part}.jsonl", Rows(i => new
            {
                image = $"{Authors}/{i % 2}.png",
                question = $"Does this image show bag {i / 2}?",
                question_id = 1,
                label = i is 0 or 3 ? "Yes" : "No",
            }));
        }

        // Test rows that the reader converts: here, other images with the labels of training.
        WriteTest("mhalubench", "hallucination", "non-hallucination");
        WriteTest("vlguard", "harmful", "unharmful");
        WriteTest("eurosat", "Forest", "River");
        WriteTest("pets", "Bengal", "Birman");
        _folder.WriteRows("blink-art-style-test.jsonl", Rows(i => new { image = new[] { "images/blink/3.png", "images/blink/2.png", $"images/blink/{i}.png" }, question = "Which?", label = "(A)" }));
    }

    private static IEnumerable<object> Rows(Func<int, object> create) => Enumerable.Range(0, 4).Select(create);

    private void WriteList(string name, Func<int, object> create)
    {
        Directory.CreateDirectory(_folder.File("SAVs/data"));
        _folder.WriteLines($"SAVs/data/{name}", System.Text.Json.JsonSerializer.Serialize(Rows(create)));
    }

    private void WriteTest(string set, string even, string odd) =>
        _folder.WriteRows($"{set}-test.jsonl", Rows(i => new { image = $"images/blink/{3 - i}.png", question = "What is this?", label = i % 2 == 0 ? even : odd }));

    private IEnumerable<Heads.Feature> Heads(string model)
    {
        using var classifier = ((IEnumerable<ITransformer>)new MLContext().Model.Load(_folder.File(model), out _)).OfType<SavTransformer>().Single();
        return classifier.Model.Report.Features.Select(feature => feature.Feature);
    }

    private static bool IsInstalled(string program) =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
