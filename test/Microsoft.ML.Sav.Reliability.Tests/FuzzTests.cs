using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Reliability.Fuzzing.Running;
using Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

namespace Microsoft.ML.Sav.Reliability.Tests;

/// <summary>The fuzzer's short form: every format, the files that once failed first. docs/testing.md has the long form.</summary>
public class FuzzTests
{
    private const int Seed = 1;

    public static TheoryData<string, int, bool> Formats
    {
        get
        {
            var formats = new TheoryData<string, int, bool>();
            foreach (var target in FuzzTargets.All)
                formats.Add(target.Name, target is OnnxTarget ? 150 : 500, target is not CacheTarget);
            return formats;
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Run_Cases_ReadsThemOrThrowsTheDocumentedException(string format, int cases, bool isRefused)
    {
        var run = FuzzRun.Run(FuzzTargets.Find(format), Seed, first: 0, cases);

        run.Failures.Should().BeEmpty("`dotnet run --project bench/Microsoft.ML.Sav.Reliability -c Release -- fuzz {0} --seed {1} --case NUMBER` repeats a case", format, Seed);
        run.Statistics.Cases.Should().Be(cases);
        (run.Statistics.Refused > 0).Should().Be(isRefused, "damaged files are refused, and damaged entries of a cache count as missing");
    }

    [Fact]
    public void Run_ReaderWithEveryKindOfMistake_FindsAll()
    {
        var run = FuzzRun.Run(PlantedTarget.Instance, Seed, first: 0, PlantedTarget.Mistakes.Length);

        run.Failures.Select(failure => failure.Case).Should().Equal(2, 3, 4, 5, 6);
        run.Failures.Select(failure => failure.Reason).Should().SatisfyRespectively(
            exception => exception.Should().Contain(nameof(InvalidCastException)),
            stack => stack.Should().Contain("Stack overflow"),
            memory => memory.Should().StartWith("allocated "),
            hang => hang.Should().Be("does not end"),
            path => path.Should().Contain("outside of its folder"));
    }

    [Fact]
    public void Corpus_SavedClassifiers_AreOfEveryKindAndFormatAndAreRead()
    {
        var target = FuzzTargets.Find("model-body");
        string[] names =
        [
            "00010001", "00010002", "00010003", "00010004",
            .. from version in new[] { "00010003", "00010004", "00010005" } from kind in Enum.GetNames<ClassifierKind>() select $"{version}+{kind}",
        ];

        target.Corpus.Select(seed => seed.Name).Should().Contain(names);
        foreach (var seed in target.Corpus.Where(seed => names.Contains(seed.Name)))
            target.Invoking(format => format.Read(seed, folder: "")).Should().NotThrow(seed.Name);
    }

    [Fact]
    public void Create_SameSeedAndNumber_IsTheSameCase()
    {
        foreach (var target in FuzzTargets.All)
        {
            var number = target.Corpus.Count + 17;
            var input = FuzzCase.Create(target, Seed, number);

            FuzzCase.Create(FuzzTargets.Find(target.Name), Seed, number).Content.Should().Equal(input.Content);
            Enumerable.Range(0, 20).Select(i => FuzzCase.Create(target, Seed + 1, number + i).Content).Should().Contain(content => !content.SequenceEqual(input.Content));
        }
    }
}
