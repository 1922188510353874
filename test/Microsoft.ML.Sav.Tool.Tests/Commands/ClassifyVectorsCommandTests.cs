using System.Text.Json;
using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Tool.Tests.Commands;

/// <summary>The vectors of test/Fixtures/heads went through the paper's reference implementation.</summary>
public sealed class ClassifyVectorsCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, int> AllSets => ReadSets(_ => true);

    // in the others, heads beyond the k-th have its success count, and the reference may keep those
    public static TheoryData<string, int> SetsWithoutTies => ReadSets(heads => heads == 0);

    [Theory, MemberData(nameof(AllSets))]
    public void ClassifyVectors_Json_SuccessCountsAreTheReferences(string name, int k)
    {
        var (sav, reference) = Run(name, k);

        var counts = Numbers(sav.Json.GetProperty("success_count"));
        var topHeads = Numbers(sav.Json.GetProperty("top_heads"));
        counts.Should().Equal(reference.ReadInt64("success_count"));
        topHeads.Select(head => counts[head]).Should().Equal(reference.ReadInt64("top_heads").Select(head => counts[head]));
    }

    [Theory, MemberData(nameof(SetsWithoutTies))]
    public void ClassifyVectors_Json_VotesAndPredictionsAreTheReferences(string name, int k)
    {
        var (sav, reference) = Run(name, k);

        Numbers(sav.Json.GetProperty("top_heads")).Should().BeEquivalentTo(reference.ReadInt64("top_heads"));
        var votes = sav.Json.GetProperty("votes").EnumerateArray().Select(Numbers).ToArray();
        votes.SelectMany(row => row).Should().Equal(reference.ReadInt64("votes"));
        var decided = votes.Index().Where(row => row.Item.Count(count => count == row.Item.Max()) == 1).Select(row => row.Index).ToArray();
        decided.Should().NotBeEmpty();
        var predicted = Numbers(sav.Json.GetProperty("predicted"));
        decided.Select(query => predicted[query]).Should().Equal(decided.Select(query => reference.ReadInt64("predicted")[query]));
    }

    [Fact]
    public void ClassifyVectors_NoJsonOption_PrintsTables()
    {
        var sav = SavProcess.Run("classify-vectors", Repository.Fixture("heads", "few-heads.safetensors"), "--heads", "3");

        sav.ShouldSucceed();
        sav.Output.Should().MatchRegex(@"head +success count").And.MatchRegex(@"L0\.H2 +17 of 20").And.MatchRegex(@"query +predicted +votes");
    }

    [Fact]
    public void ClassifyVectors_MoreHeadsThanThereAre_NamesTheirNumber() =>
        SavProcess.Run("classify-vectors", Repository.Fixture("heads", "few-heads.safetensors"), "--heads", "500")
            .ShouldFail("--heads is 500, but the vectors in '*few-heads.safetensors' have * heads.");

    [Theory]
    [InlineData("Auto")]
    [InlineData("Calm")]
    [InlineData("SparseAttentionVectors")]
    public void ClassifyVectors_FilesOfExtract_PredictTheirClasses(string classifier)
    {
        var photos = Path.Combine(Repository.Root, "samples", "data", "fashion-mnist", "train");
        string[] classes = ["bag", "trouser"];
        var training = Extract("train", [.. from name in classes from i in Enumerable.Range(0, 4) select new { image = Path.Combine(photos, name, $"{i:00}.png"), label = name }]);
        var queries = Extract("queries", [.. from name in classes from i in Enumerable.Range(4, 2) select new { image = Path.Combine(photos, name, $"{i:00}.png"), label = name }]);

        var sav = SavProcess.Run("classify-vectors", training, queries, "--classifier", classifier, "--heads", "5", "--json");

        sav.ShouldSucceed();
        sav.Json.GetProperty("classes").EnumerateArray().Select(name => name.GetString()).Should().Equal(classes);
        sav.Json.GetProperty("predicted").EnumerateArray().Select(name => name.GetString()).Should().Equal("bag", "bag", "trouser", "trouser");
        sav.Json.GetProperty("scores").EnumerateArray().Should().HaveCount(4);
    }

    [Fact]
    public void ClassifyVectors_OtherFeatures_NamesBothFiles()
    {
        var row = new { image = Repository.Fixture("images", "photo.jpg"), label = "a" };
        var training = Extract("train", [row, row with { label = "b" }]);
        var queries = Extract("queries", [row], "h");

        SavProcess.Run("classify-vectors", training, queries, "--heads", "5").ShouldFail("'*queries.safetensors' should have the features of '*train.safetensors'*");
    }

    [Fact]
    public void ClassifyVectors_MissingFile_NamesIt() => SavProcess.Run("classify-vectors", _folder.File("none.safetensors")).ShouldFail("*'*none.safetensors'*");

    [Fact]
    public void ClassifyVectors_OtherFile_NamesTheReason() =>
        SavProcess.Run("classify-vectors", _folder.WriteLines("text.safetensors", "hello")).ShouldFail("*'*text.safetensors' is not a safetensors file*");

    [Theory]
    [InlineData(2, 3, "*'train_labels' should be [2], found [3].")]
    [InlineData(2, 2, "*'query' should be [queries, 1, 2, 4], found [1, 2, 2, 4].", 2)]
    [InlineData(0, 0, "*'train_labels' should hold at least two classes*")]
    public void ClassifyVectors_WrongShape_NamesTheExpectedOne(int examples, int labels, string message, int queryLayers = 1)
    {
        var path = _folder.File("vectors.safetensors");
        WriteZeros(path, examples, labels, queryLayers);

        SavProcess.Run("classify-vectors", path).ShouldFail(message);
    }

    private string Extract(string name, object[] rows, string features = "h,m,vp,pp")
    {
        var path = _folder.File(name + ".safetensors");
        SavProcess.Run("extract", "--lmm", Repository.EmbeddedLmm, _folder.WriteRows(name + ".jsonl", rows), "-o", path, "--features", features).ShouldSucceed();
        return path;
    }

    public void Dispose() => _folder.Dispose();

    private static TheoryData<string, int> ReadSets(Func<int, bool> isWanted)
    {
        using var index = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture("heads", "index.json")));
        var sets = new TheoryData<string, int>();
        foreach (var set in index.RootElement.EnumerateArray().Where(set => isWanted(set.GetProperty("kth_tie").GetInt32())))
            sets.Add(set.GetProperty("name").GetString()!, set.GetProperty("k").GetInt32());
        return sets;
    }

    private static (SavProcess Sav, SafetensorsFile Reference) Run(string name, int k)
    {
        var path = Repository.Fixture("heads", name + ".safetensors");
        var sav = SavProcess.Run("classify-vectors", path, "--heads", $"{k}", "--json");
        sav.ShouldSucceed();
        return (sav, SafetensorsFile.Read(path));
    }

    private static long[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(item => item.GetInt64())];

    private static void WriteZeros(string path, int examples, int labels, int queryLayers)
    {
        var header = new SafetensorsHeader(
            [
                new SafetensorsTensor("train_labels", "I64", labels),
                new SafetensorsTensor("train", "F32", examples, 1, 2, 4),
                new SafetensorsTensor("query", "F32", 1, queryLayers, 2, 4),
            ],
            new Dictionary<string, string>());
        using var writer = new SafetensorsWriter(path, header);
        writer.Append<byte>(new byte[header.DataLength]);
        writer.Complete();
    }
}
