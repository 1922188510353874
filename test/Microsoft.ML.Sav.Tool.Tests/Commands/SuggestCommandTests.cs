using System.IO.Compression;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class SuggestCommandTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Bags => Path.Combine(model.Test, "bag");

    [Fact]
    public void Next_Folder_PrintsPathsAndWhy()
    {
        var sav = SavProcess.Run("suggest", "next", "--lmm", TrainedModel.Lmm, Bags, "--count", "2");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"^([^\t\n]+\.png\ttypical of \d+\n){2}$");
        sav.Output.TrimEnd().Split('\n').Select(line => line.Split('\t')[0]).Should().OnlyHaveUniqueItems().And.BeSubsetOf(Directory.GetFiles(Bags));
    }

    [Fact]
    public void Next_ManyLabels_PrintsTheLikelyLabels()
    {
        var sav = SavProcess.Run("suggest", "next", "--lmm", TrainedModel.Lmm, Bags, "--labelled", model.Training, "--count", "1", "--json");

        sav.ShouldSucceed();
        var row = sav.Json.EnumerateArray().Should().ContainSingle().Which;
        row.GetProperty("image")[0].GetString().Should().StartWith(Bags);
        row.GetProperty("cluster_size").GetInt32().Should().Be(0);
        row.GetProperty("likely_labels").EnumerateObject().Select(label => label.Name).Should().HaveCount(2).And.BeSubsetOf(TrainedModel.Classes);
    }

    [Fact]
    public void Next_JsonLinesWithLabels_SuggestsRowsWithoutOne()
    {
        var photos = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "test");
        var (trouser, boot) = (Path.Combine(photos, "trouser", "00.png"), Path.Combine(photos, "ankle-boot", "00.png"));
        var rows = _folder.WriteLines("rows.jsonl", $$"""{"image": "{{trouser}}", "label": "trouser"}""", $$"""{"image": "{{boot}}"}""");

        SavProcess.Run("suggest", "next", "--lmm", TrainedModel.Lmm, rows).Output.Should().Match($"{boot}\ttypical of *\n");
    }

    [Fact]
    public void Next_FoldersByDate_AreNoLabels()
    {
        foreach (var (folder, label) in new[] { ("0401", "bag"), ("0402", "sandal") })
            _folder.CopyFolder(Path.Combine(model.Test, label), $"new/{folder}");
        ZipFile.CreateFromDirectory(_folder.File("new"), _folder.File("new.zip"));

        var folders = SavProcess.Run("suggest", "next", "--lmm", TrainedModel.Lmm, _folder.File("new"), "--count", "2");
        var archive = SavProcess.Run("suggest", "next", "--lmm", TrainedModel.Lmm, _folder.File("new.zip"), "--count", "2");

        folders.Output.Should().MatchRegex(@"^([^\t\n]+\.png\ttypical of \d+\n){2}$");
        archive.Output.Should().MatchRegex(@"^([^\t\n]+\.zip/[^\t\n]+\.png\ttypical of \d+\n){2}$");
    }

    [Fact]
    public void Next_CountBelowOne_IsAWrongCommandLine()
    {
        var sav = SavProcess.Run("suggest", "next", "--lmm", TrainedModel.Lmm, Bags, "--count", "0");

        sav.ExitCode.Should().Be(2);
        sav.Error.Should().Be("sav: --count should be a positive integer. See 'sav suggest next --help'.\n");
    }

    [Fact]
    public void Doubts_Folder_PrintsLabelsAndProbabilities()
    {
        var sav = SavProcess.Run("suggest", "doubts", "--lmm", TrainedModel.Lmm, model.Training);

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"^([^\t\n]+\.png\t[a-z]+\t0\.\d{3}\t[a-z]+\t0\.\d{3}\n)*$");
        sav.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Should().OnlyContain(fields => fields[1] != fields[3]);
    }

    [Fact]
    public void Duplicates_PhotoInBothFolders_PrintsTheGroup()
    {
        var photo = Path.Combine(model.Training, "bag", "00.png");
        var copy = _folder.File("copy.png");
        File.Copy(photo, copy);

        var sav = SavProcess.Run("suggest", "duplicates", "--lmm", TrainedModel.Lmm, copy, "--labelled", model.Training, "--similarity", "1");

        sav.ShouldSucceed();
        sav.Output.Should().Be($"1\t1.000\t{photo}\tbag\n1\t1.000\t{copy}\t\n");
    }

    [Fact]
    public void Duplicates_Json_HasTheRowsOfEachGroup()
    {
        var photo = Path.Combine(Bags, "00.png");

        var sav = SavProcess.Run("suggest", "duplicates", "--lmm", TrainedModel.Lmm, photo, photo, "--json");

        sav.ShouldSucceed();
        var group = sav.Json.EnumerateArray().Should().ContainSingle().Which;
        group.GetProperty("similarity").GetSingle().Should().BeApproximately(1, 1e-4f);
        group.GetProperty("rows").EnumerateArray().Select(row => row.GetProperty("image")[0].GetString()).Should().Equal(photo, photo);
    }

    [Fact]
    public void Suggest_NoCommand_IsAWrongCommandLine() => SavProcess.Run("suggest").ExitCode.Should().Be(2);

    public void Dispose() => _folder.Dispose();
}
