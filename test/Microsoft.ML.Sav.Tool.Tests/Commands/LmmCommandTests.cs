using System.Text.Json;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class LmmCommandTests : IDisposable
{
    private static readonly string Lmm = Repository.Fixture("llama_text");

    private readonly TemporaryFolder _folder = new();

    private string Rows => _folder.WriteRows("claims.jsonl", Enumerable.Range(0, 4).Select(i => new { question = $"Row {i}", label = i % 2 == 0 ? "even" : "odd" }));

    private string Configuration => _folder.File(Path.Combine("config", "sav", "lmms.json"));

    [Fact]
    public void Fit_NoLmm_SaysHowToGetOne() =>
        SavProcess.RunIn(_folder.Path, "fit", Rows).ShouldFail("No large multimodal model (LMM) is given or configured.*Microsoft.ML.Sav.SmolLM2*sav lmm add*docs/models.md");

    [Fact]
    public void Fit_ConfiguredLmm_NeedsNoOption()
    {
        SavProcess.RunIn(_folder.Path, "lmm", "add", Lmm).ShouldSucceed();

        SavProcess.RunIn(_folder.Path, "fit", Rows, "--heads", "3").ShouldSucceed();

        File.Exists(_folder.File("claims.zip")).Should().BeTrue();
    }

    [Fact]
    public void Inspect_Environment_PrecedesTheConfiguration()
    {
        SavProcess.RunIn(_folder.Path, "lmm", "add", Repository.Fixture("llava")).ShouldSucceed();

        Folder(SavProcess.RunIn(_folder.Path, "inspect", "--json")).Should().Be(Repository.Fixture("llava"));
        Folder(SavProcess.RunIn(_folder.Path, Lmm, ["inspect", "--json"])).Should().Be(Lmm);
        Folder(SavProcess.RunIn(_folder.Path, "none", ["inspect", Lmm, "--json"])).Should().Be(Lmm);

        static string? Folder(SavProcess sav) => sav.Json.GetProperty("folder").GetString();
    }

    [Fact]
    public void Inspect_EnvironmentNamesNoFolder_SaysWhatNamesIt() =>
        SavProcess.RunIn(_folder.Path, "none", ["inspect"]).ShouldFail("There is no LMM folder 'none', which SAV_LMM named.*");

    [Fact]
    public void Add_Several_TheLastIsUsedUntilItIsRemoved()
    {
        SavProcess.RunIn(_folder.Path, "lmm", "add", Lmm).ShouldSucceed();
        SavProcess.RunIn(_folder.Path, "lmm", "add", Repository.Fixture("llava")).ShouldSucceed();
        SavProcess.RunIn(_folder.Path, "lmm", "list").Output.Should().Be($"{Repository.Fixture("llava")}\tused\n{Lmm}\t\n");

        SavProcess.RunIn(_folder.Path, "lmm", "remove", Repository.Fixture("llava")).ShouldSucceed();

        SavProcess.RunIn(_folder.Path, "lmm", "list").Output.Should().Be($"{Lmm}\tused\n");
        JsonSerializer.Deserialize<string[]>(File.ReadAllText(Configuration)).Should().Equal(Lmm);
    }

    [Fact]
    public void Add_FolderOfAPackage_FindsTheLmmInIt()
    {
        var lmm = _folder.CopyFolder(Lmm, "packages/microsoft.ml.sav.smollm2/1.0.0/lmm/small");

        SavProcess.RunIn(_folder.Path, "lmm", "add", "packages").Output.Should().Be($"{lmm}: used from now on\n");
    }

    [Fact]
    public void Add_FolderWithoutLmm_IsRefused()
    {
        Directory.CreateDirectory(_folder.File("empty"));

        SavProcess.RunIn(_folder.Path, "lmm", "add", "empty").ShouldFail("'*empty' holds no LMM: there is no config.json in it or below it.");
        SavProcess.RunIn(_folder.Path, "lmm", "add", "none").ShouldFail("There is no LMM folder 'none'.");
        File.Exists(Configuration).Should().BeFalse();
    }

    [Fact]
    public void Add_LmmThatCannotBeUsed_IsRefused()
    {
        _folder.Write("lmm/config.json", "{}");

        SavProcess.RunIn(_folder.Path, "lmm", "add", "lmm").ShouldFail("The LMM in '*lmm' cannot be used: *tokenizer.json*");
        File.Exists(Configuration).Should().BeFalse();
    }

    [Fact]
    public void Remove_NotConfigured_NamesThoseThatAre()
    {
        SavProcess.RunIn(_folder.Path, "lmm", "add", Lmm).ShouldSucceed();

        SavProcess.RunIn(_folder.Path, "lmm", "remove", "other").ShouldFail($"'*other' is not among the configured LMMs: '{Lmm}'.");
    }

    [Fact]
    public void List_FolderIsGone_SaysSo()
    {
        var lmm = _folder.CopyFolder(Lmm, "lmm");
        SavProcess.RunIn(_folder.Path, "lmm", "add", "lmm").ShouldSucceed();
        Directory.Delete(lmm, recursive: true);

        SavProcess.RunIn(_folder.Path, "lmm", "list").Output.Should().Be($"{lmm}\tmissing\n");
        SavProcess.RunIn(_folder.Path, "lmm", "list", "--json").Json[0].GetProperty("exists").GetBoolean().Should().BeFalse();
        SavProcess.RunIn(_folder.Path, "inspect").ShouldFail($"There is no LMM folder '{lmm}', which 'sav lmm add' named.*");
    }

    [Fact]
    public void List_DamagedConfiguration_NamesTheFile()
    {
        _folder.Write("config/sav/lmms.json", "{");

        SavProcess.RunIn(_folder.Path, "lmm", "list").ShouldFail("'*lmms.json' should be a JSON list of folders, as sav lmm add writes it; mend it or delete it: *");
    }

    [Fact]
    public void Predict_LmmMoved_IsFoundWhereItIsConfigured()
    {
        var lmm = _folder.CopyFolder(Lmm, "old");
        SavProcess.RunIn(_folder.Path, "fit", Rows, "--lmm", "old", "--heads", "3").ShouldSucceed();
        Directory.Move(lmm, _folder.File("new"));

        SavProcess.RunIn(_folder.Path, "new", ["predict", "claims.zip", "claims.jsonl"]).ShouldSucceed();
    }

    public void Dispose() => _folder.Dispose();
}
