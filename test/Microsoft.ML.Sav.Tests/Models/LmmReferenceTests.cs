using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

// in turn with other tests that look for LMMs, since the places to look in are the process's
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

        model.Model.Folder.Should().Be(SmallLmm.Folder);
    }

    [Fact]
    public void Open_LmmBesideTheModelFile_OpensIt()
    {
        var copy = Copy("models/lmm");
        var reference = Reference("/gone/lmm") with { RelativeFolder = "../models/lmm", FileFolder = Path.Combine(_folder, "output") };

        using var model = reference.Open(_context);

        model.Model.Folder.Should().Be(copy);
    }

    [Theory]
    [InlineData("elsewhere/lmm", "elsewhere")]
    [InlineData("elsewhere/lmm", "elsewhere/lmm")]
    public void Open_LmmInALocatorsFolder_OpensIt(string place, string locatorFolder)
    {
        var copy = Copy(place);
        SavModelLocator.Folders = [Path.Combine(_folder, locatorFolder)];

        using var model = Reference("/gone/lmm").Open(_context);

        model.Model.Folder.Should().Be(copy);
    }

    [Fact]
    public void Open_LmmInTheEnvironmentVariablesFolder_OpensIt()
    {
        var copy = Copy("lmm");
        Environment.SetEnvironmentVariable(SavModelLocator.EnvironmentVariable, $"/nowhere{Path.PathSeparator}{_folder}");

        using var model = Reference("/gone/lmm").Open(_context);

        model.Model.Folder.Should().Be(copy);
    }

    [Fact]
    public void Open_NoLmm_NamesFingerprintAndPlaces() =>
        Reference("/gone/lmm").Invoking(reference => reference.Open(_context)).Should().Throw<DirectoryNotFoundException>()
            .WithMessage($"*{Fingerprint}*'/gone/lmm'*SavModelLocator.Folders*SAV_LMM_PATH*");

    [Fact]
    public void Open_AnotherLmm_NamesBothFingerprints()
    {
        var copy = Copy("lmm");
        File.AppendAllText(Path.Combine(copy, "config.json"), "\n");

        Reference(copy).Invoking(reference => reference.Open(_context)).Should().Throw<InvalidDataException>()
            .WithMessage($"*{Fingerprint}*{FingerprintOf(copy)} in '{copy}'*");
    }

    [Fact]
    public void Open_FolderWithoutLmm_SaysSo() =>
        Reference(_folder).Invoking(reference => reference.Open(_context)).Should().Throw<InvalidDataException>()
            .WithMessage($"*{Fingerprint}*none that opens in '{_folder}'*");

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
