using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

// In turn with other tests that look for LMMs, since the folders to search are the process's.
[Collection(PhotoClassifierCollection.Name)]
public sealed class LmmReferenceTests : IDisposable
{
    private static readonly string Fingerprint = FingerprintOf(SmallLmm.Folder);

    private readonly MLContext _context = new();
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    [Fact]
    public void Open_LmmWhereItWas_OpensIt()
    {
        using var model = Reference(SmallLmm.Folder).Open(_context);

        model.Value.Folder.Should().Be(SmallLmm.Folder);
    }

    [Fact]
    public void Open_LmmBesideTheModelFile_OpensIt()
    {
        var copy = Copy("models/lmm");
        var reference = Reference("/gone/lmm") with { RelativeFolder = "../models/lmm", FileFolder = Path.Combine(_folder, "output") };

        using var model = reference.Open(_context);

        model.Value.Folder.Should().Be(copy);
    }

    [Theory]
    [InlineData("elsewhere/lmm", "elsewhere")]
    [InlineData("elsewhere/lmm", "elsewhere/lmm")]
    public void Open_LmmInALocatorsFolder_OpensIt(string place, string locatorFolder)
    {
        var copy = Copy(place);
        SavModelLocator.Folders = [Path.Combine(_folder, locatorFolder)];

        using var model = Reference("/gone/lmm").Open(_context);

        model.Value.Folder.Should().Be(copy);
    }

    [Fact]
    public void Open_PathOfWindows_LooksForItsLastPart()
    {
        var copy = Copy("lmm");
        SavModelLocator.Folders = [_folder];

        using var model = Reference(@"C:\models\lmm\").Open(_context);

        model.Value.Folder.Should().Be(copy);
    }

    [Fact]
    public void FindKnownFolder_LmmInALocatorsFolder_IsThatOfTheLmmOnceItWasFound()
    {
        var copy = Copy("lmm");
        SavModelLocator.Folders = [_folder];
        var reference = Reference("/gone/lmm");
        var changed = reference.WithOptions(new LmmOptions { ThreadCount = 1 });

        reference.FindKnownFolder().Should().BeNull("the locator's folder exists, but may hold other LMMs");
        using var model = reference.Open(_context);

        reference.FindKnownFolder().Should().Be(copy);
        changed.FindKnownFolder().Should().Be(copy);
        reference.WithFolder(_folder).FindKnownFolder().Should().Be(_folder);
    }

    [Fact]
    public void Open_LmmInTheEnvironmentVariablesFolder_OpensIt()
    {
        var copy = Copy("lmm");
        Environment.SetEnvironmentVariable(SavModelLocator.EnvironmentVariable, $"/nowhere{Path.PathSeparator}{_folder}");

        using var model = Reference("/gone/lmm").Open(_context);

        model.Value.Folder.Should().Be(copy);
    }

    [Fact]
    public void Open_NoLmm_NamesFingerprintAndPlaces() =>
        Reference("/gone/lmm").Invoking(reference => reference.Open(_context)).Should().Throw<SavLmmNotFoundException>()
            .WithMessage($"*{Fingerprint}*'/gone/lmm'*SavModelLocator.Folders*SAV_LMM_PATH*");

    [Fact]
    public void Open_AnotherLmm_NamesBothFingerprints()
    {
        var copy = Copy("lmm");
        File.AppendAllText(Path.Combine(copy, "config.json"), "\n");

        Reference(copy).Invoking(reference => reference.Open(_context)).Should().Throw<SavLmmNotFoundException>()
            .WithMessage($"*{Fingerprint}*{FingerprintOf(copy)} in '{copy}'*");
    }

    [Fact]
    public void Open_FolderWithoutLmm_SaysSo() =>
        Reference(_folder).Invoking(reference => reference.Open(_context)).Should().Throw<SavLmmNotFoundException>()
            .WithMessage($"*{Fingerprint}*none that opens in '{_folder}'*");

    [Fact]
    public void Open_FolderGiven_SearchesNoOther()
    {
        Copy("lmm");
        SavModelLocator.Folders = [_folder];
        var empty = Directory.CreateDirectory(Path.Combine(_folder, "empty")).FullName;

        Reference(SmallLmm.Folder).WithFolder(empty).Invoking(reference => reference.Open(_context)).Should().Throw<SavLmmNotFoundException>()
            .WithMessage($"*none that opens in '{empty}'*").Which.InnerException.Should().NotBeNull();
    }

    [Fact]
    public void WithFolder_FolderMissing_NamesIt() =>
        Reference(SmallLmm.Folder).Invoking(reference => reference.WithFolder(Path.Combine(_folder, "gone")))
            .Should().Throw<SavLmmNotFoundException>().WithMessage($"*{Path.Combine(_folder, "gone")}*{Fingerprint}*");

    public static TheoryData<string, LmmOptions> OptionsThatDecideTheVectors => new()
    {
        { nameof(LmmOptions.Precision), new LmmOptions { Precision = "q4" } },
        { nameof(LmmOptions.DecoderFile), new LmmOptions { DecoderFile = "other.onnx" } },
        { nameof(LmmOptions.FloatActivations), new LmmOptions { FloatActivations = true } },
        { nameof(LmmOptions.HeadTaps), new LmmOptions { HeadTaps = new Dictionary<int, string> { [3] = "tensor" } } },
    };

    [Theory]
    [MemberData(nameof(OptionsThatDecideTheVectors))]
    public void WithOptions_OptionThatDecidesTheVectors_NamesItAndTheWayOut(string option, LmmOptions options)
    {
        Reference("lmm").Invoking(reference => reference.WithOptions(options)).Should().Throw<ArgumentException>()
            .WithMessage($"{option} decides the head vectors*transformer.LmmOptions with*");
        (Reference("lmm") with { Options = options }).WithOptions(options with { ThreadCount = 2 }).Options.ThreadCount.Should().Be(2);
    }

    [Fact]
    public void SearchedFolders_SetAndChangedFromManyThreads_AreAlwaysWhole()
    {
        string[][] settings = [["/a", "/b"], ["/c", "/d", "/e"]];

        Parallel.For(0, 500, i =>
        {
            SavModelLocator.Folders = settings[i % 2];
            settings.Should().ContainEquivalentOf(SavModelLocator.Folders, options => options.WithStrictOrdering());
        });
    }

    public void Dispose()
    {
        SavModelLocator.Folders = [];
        Environment.SetEnvironmentVariable(SavModelLocator.EnvironmentVariable, null);
        Directory.Delete(_folder, recursive: true);
    }

    private static LmmReference Reference(string folder) => new(folder, null, Fingerprint, new LmmOptions());

    private static string FingerprintOf(string folder)
    {
        using var model = MultimodalModel.Open(folder);
        return model.Fingerprint;
    }

    private string Copy(string place)
    {
        var folder = Path.GetFullPath(place, _folder);
        SmallLmm.CopyTo(folder);
        return folder;
    }
}
