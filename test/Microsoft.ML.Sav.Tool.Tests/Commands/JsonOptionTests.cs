using Microsoft.ML.Sav.Tool.Commands;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

public sealed class JsonOptionTests(TrainedModel model) : IClassFixture<TrainedModel>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Json_EveryCommandThatPrintsResults_HasIt() =>
        Leaves(new SavRootCommand()).Where(command => command.Options.All(option => option.Name != "--json")).Select(command => command.Name).Should().Equal("completion");

    [Fact]
    public void Json_FilesThatAreWritten_AreNamedWithTheirLength()
    {
        var (onnx, report, rows) = (_folder.File("model.onnx"), _folder.File("report.html"), _folder.WriteRows("rows.jsonl", new { question = "What?", label = "a" }));

        ShouldName(SavProcess.Run("export", model.File, "-o", onnx, "--json").Json[0], onnx);
        ShouldName(SavProcess.Run("report", model.File, model.Test, "-o", report, "--json").Json, report);
        var vectors = SavProcess.Run("extract", "--lmm", TrainedModel.Lmm, rows, "-o", _folder.File("heads.safetensors"), "--json").Json;
        ShouldName(vectors, _folder.File("heads.safetensors"));
        vectors.GetProperty("shape").EnumerateArray().Select(length => length.GetInt64()).Should().Equal(1, 4, 6, 16);

        static void ShouldName(System.Text.Json.JsonElement json, string file)
        {
            json.GetProperty("file").GetString().Should().Be(file);
            json.GetProperty("bytes").GetInt64().Should().Be(new FileInfo(file).Length);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<System.CommandLine.Command> Leaves(System.CommandLine.Command command) => command.Subcommands.Count == 0 ? [command] : command.Subcommands.SelectMany(Leaves);
}
