namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>No machine has a GPU 99.</summary>
public sealed class DeviceOptionsTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private static readonly string Photo = Repository.Fixture("images", "photo.jpg");

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> CommandsWithLmm => ["inspect", "extract", "fit"];

    public static TheoryData<string> CommandsWithModel => ["predict", "evaluate"];

    [Theory, MemberData(nameof(CommandsWithLmm))]
    public void Provider_NotThere_NamesItAndWhatToDo(string command) =>
        SavProcess.Run([.. Arguments(command), "--provider", "directml", "--gpu", "99"])
            .ShouldFail("ONNX Runtime cannot use DirectML device 99: *Microsoft.ML.OnnxRuntime.DirectML*");

    [Theory, MemberData(nameof(CommandsWithLmm))]
    public void Provider_FallbackToCpu_WarnsOnce(string command)
    {
        var sav = SavProcess.Run([.. Arguments(command), "--provider", "directml", "--gpu", "99", "--fallback-to-cpu"]);

        sav.ShouldSucceed();
        ShouldWriteOnce(sav, "sav: ONNX Runtime cannot use DirectML device 99: *The CPU is used instead.");
    }

    [Theory, MemberData(nameof(CommandsWithModel))]
    public void Gpu_NotThere_NamesIt(string command)
    {
        var sav = SavProcess.Run([.. Arguments(command), "--gpu", "99"]);

        sav.ExitCode.Should().Be(1);
        ShouldWriteOnce(sav, "sav: ONNX Runtime cannot use * device 99: *");
    }

    [Theory, MemberData(nameof(CommandsWithModel))]
    public void Gpu_FallbackToCpu_WarnsOnceAndPrintsTheSame(string command)
    {
        var sav = SavProcess.Run([.. Arguments(command), "--gpu", "99", "--fallback-to-cpu"]);

        sav.ShouldSucceed();
        ShouldWriteOnce(sav, "sav: ONNX Runtime cannot use * device 99: *The CPU is used instead.");
        sav.Output.Should().Be(SavProcess.Run(Arguments(command)).Output).And.NotBeEmpty();
    }

    public void Dispose() => _folder.Dispose();

    private static void ShouldWriteOnce(SavProcess sav, string message) =>
        sav.Error.Split('\n').Where(line => line.StartsWith("sav:", StringComparison.Ordinal)).Should().ContainSingle().Which.Should().Match(message);

    private string[] Arguments(string command) => command switch
    {
        "inspect" => [command, TrainedModel.Lmm],
        "extract" => [command, "--lmm", TrainedModel.Lmm, _folder.WriteRows("rows.jsonl", new { image = Photo }), "-o", _folder.File("heads.safetensors")],
        "fit" => [command, "--lmm", TrainedModel.Lmm, model.Training, "-o", _folder.File("model.zip")],
        "predict" => [command, model.File, Photo],
        _ => [command, model.File, model.Test],
    };
}
