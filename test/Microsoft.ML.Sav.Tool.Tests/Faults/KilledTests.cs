using System.Diagnostics;
using System.Globalization;

namespace Microsoft.ML.Sav.Tool.Tests.Faults;

/// <summary>
/// Commands that are killed at a random moment leave their output as it was or as it should be, and run again. The environment variable
/// SAV_KILLS is the number of kills per command.
/// </summary>
public sealed class KilledTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private static readonly int Kills = int.Parse(Environment.GetEnvironmentVariable("SAV_KILLS") ?? "3", CultureInfo.InvariantCulture);

    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(1);

    [Fact]
    public void Fit_Killed_LeavesTheOldModelOrTheNewOne() =>
        KillAndRunAgain(_folder.File("out.zip"), old: "an older file", "fit", "--lmm", TrainedModel.Lmm, model.Training, "-o", _folder.File("out.zip"), "--heads", "7");

    [Fact]
    public void Export_Killed_LeavesTheOldExportOrTheNewOne() =>
        KillAndRunAgain(_folder.File("out.onnx"), old: "an older file", "export", model.File, "-o", _folder.File("out.onnx"));

    [Fact]
    public void Extract_Killed_LeavesNothingOrTheWholeAndContinues() =>
        KillAndRunAgain(_folder.File("out.safetensors"), old: null, "extract", "--lmm", TrainedModel.Lmm, WriteRows(), "-o", _folder.File("out.safetensors"));

    [Fact]
    public void Suggest_KilledWhileItFillsTheCache_GivesTheSameFromWhatIsThere()
    {
        string[] command = ["suggest", "next", "--lmm", TrainedModel.Lmm, Path.Combine(model.Training, "bag"), "--cache", _folder.File("cache")];
        var whole = Measure(command, out var time);
        for (var i = 0; i < Kills; i++)
        {
            Directory.Delete(_folder.File("cache"), recursive: true);
            Kill(time, command);

            Measure(command, out _).Should().Be(whole);
        }
    }

    [Fact]
    public void Update_Killed_LeavesTheOldModelOrTheNewOne()
    {
        var (target, start) = (_folder.File("model.zip"), _folder.File("start.zip"));
        using (var fit = SavProcess.Run("fit", "--lmm", TrainedModel.Lmm, WriteRows(), "-o", start, "--heads", "7", "--keep-examples"))
            fit.ShouldSucceed();
        File.Copy(start, target);
        string[] command = ["update", target, model.Test];
        Measure(command, out var time);
        byte[][] states = [File.ReadAllBytes(start), File.ReadAllBytes(target)];

        for (var i = 0; i < Kills; i++)
        {
            File.Copy(start, target, overwrite: true);
            Kill(time, command);

            states.Should().ContainSingle(state => state.SequenceEqual(File.ReadAllBytes(target)), "the file is the old one or the new one");
        }
    }

    public void Dispose() => _folder.Dispose();

    private void KillAndRunAgain(string target, string? old, params string[] command)
    {
        Measure(command, out var time);
        var whole = File.ReadAllBytes(target);
        string[] files = [.. _folder.Files];
        for (var i = 0; i < Kills; i++)
        {
            File.Delete(target);
            if (old is not null)
                File.WriteAllText(target, old);
            Kill(time, command);

            if (!File.Exists(target))
                old.Should().BeNull("an existing file is replaced, not deleted");
            else if (!File.ReadAllBytes(target).SequenceEqual(whole))
                File.ReadAllText(target).Should().Be(old, "the file is the old one or the new one");

            // Two days later, nothing is left of it.
            foreach (var orphan in Directory.GetFiles(_folder.Path, "*.sav-tmp"))
                File.SetLastWriteTimeUtc(orphan, DateTime.UtcNow.AddDays(-2));
            Measure(command, out _);
            File.ReadAllBytes(target).Should().Equal(whole);
            _folder.Files.Should().BeEquivalentTo(files);
        }
    }

    private void Kill(TimeSpan time, string[] command)
    {
        using var sav = SavProcess.Start(command);
        Thread.Sleep(time * _random.NextDouble());
        sav.Kill();
    }

    private static string Measure(string[] command, out TimeSpan time)
    {
        var start = Stopwatch.GetTimestamp();
        using var sav = SavProcess.Run(command);
        time = Stopwatch.GetElapsedTime(start);
        sav.ShouldSucceed();
        return sav.Output;
    }

    private string WriteRows() => _folder.WriteRows(
        "rows.jsonl",
        from number in Enumerable.Range(0, 8)
        from label in TrainedModel.Classes
        select (object)new { image = Path.Combine(model.Training, label, $"{number:00}.png"), label });
}
