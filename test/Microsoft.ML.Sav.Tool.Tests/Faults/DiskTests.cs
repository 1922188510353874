namespace Microsoft.ML.Sav.Tool.Tests.Faults;

/// <summary>Outputs that cannot be written end a command with the file's name, and leave an earlier file as it was.</summary>
public sealed class DiskTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    // Files may have 8 KiB: as if the disk were full. Without write xor execute, .NET needs no large file itself.
    private const string FullDisk = """trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; ulimit -f 8; sav "$@" """;

    private readonly TemporaryFolder _folder = new();

    [SkippableTheory]
    [InlineData("out.zip", "fit")]
    [InlineData("out.onnx", "export")]
    public void Write_DiskIsFull_NamesTheFileAndKeepsTheOldOne(string name, string command)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "ulimit is Linux'.");
        File.WriteAllText(_folder.File(name), "an older file");
        string[] input = command == "fit" ? ["--lmm", TrainedModel.Lmm, model.Training, "--heads", "7", "--keep-examples"] : [model.File];

        using var sav = SavProcess.RunScript(FullDisk, [command, .. input, "-o", _folder.File(name)]);

        sav.ExitCode.Should().Be(1, sav.Error);
        sav.Error.TrimEnd().Split('\n')[^1].Should().StartWith("sav: ").And.Contain(_folder.Path);
        File.ReadAllText(_folder.File(name)).Should().Be("an older file");
        _folder.Files.Should().Equal(name);
    }

    [SkippableFact]
    public void Extract_DiskIsFull_ContinuesOnceThereIsSpace()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "ulimit is Linux'.");
        var rows = _folder.WriteRows("rows.jsonl", Enumerable.Range(0, 300).Select(row => new { question = $"Is {row} even?", label = row % 2 == 0 ? "yes" : "no" }));
        string[] command = ["extract", "--lmm", Repository.Fixture("llama_text"), rows, "-o", _folder.File("out.safetensors")];

        using (var sav = SavProcess.RunScript(FullDisk, command))
            sav.ExitCode.Should().Be(1, sav.Error);

        File.Exists(_folder.File("out.safetensors")).Should().BeFalse();
        using var again = SavProcess.Run(command);
        again.ShouldSucceed();
        again.Error.Should().Contain("Continuing after");
    }

    [SkippableTheory]
    [InlineData("fit")]
    [InlineData("extract")]
    public void Write_FolderIsReadOnly_FailsAtOnceOrNamesTheFile(string command)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "/proc is Linux'.");

        using var sav = SavProcess.Run(command, "--lmm", TrainedModel.Lmm, model.Training, "-o", "/proc/out");

        sav.ExitCode.Should().Be(1);
        sav.Error.TrimEnd().Split('\n')[^1].Should().StartWith("sav: ").And.Contain("/proc/out");
    }

    public void Dispose() => _folder.Dispose();
}
