using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;
using static Microsoft.ML.Sav.Onnx.Protobuf.TensorProto.Types;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

public sealed class ModelWriterTests : IDisposable
{
    private const int FewWeights = 1000;
    private const int ManyWeights = (int)(ModelWriter.MaxInlineWeights / sizeof(float)) + 2;
    private const float Sum = 3;
    private readonly string _source = Directory.CreateTempSubdirectory("sav-source-").FullName;
    private readonly string _folder = Directory.CreateTempSubdirectory("sav-export-").FullName;

    [Fact]
    public void Write_FewWeights_AreStoredInTheModel()
    {
        ModelWriter.Write(Model(FewWeights), Target()).Should().Equal(Target());

        Files().Should().Equal("model.onnx");
        Run(Target()).Should().Be(Sum);
    }

    [Fact]
    public void Write_ManyWeights_AreStoredInASecondFileNamedByItsHash()
    {
        var written = ModelWriter.Write(Model(ManyWeights), Target());

        written[1].Should().Be(Path.Combine(_folder, $"model-{Hash(written[1])}.onnx_data"));
        Files().Should().BeEquivalentTo(written.Select(Path.GetFileName));
        Run(Target()).Should().Be(Sum);
    }

    [Fact]
    public void Write_ManyNumbersOfTheClassifier_AreStoredInTheSecondFile()
    {
        var model = Model(FewWeights);
        var sums = TensorProto.Float("sums", [ManyWeights], Enumerable.Repeat(0.5f, ManyWeights));
        var doubles = TensorProto.Double("doubles", [2, FewWeights], Enumerable.Repeat(0.25, 2 * FewWeights));
        model.Graph.Initializer.Add([sums, doubles]);
        model.Graph.Node.Add(NodeProto.Create("ReduceMin", "least", ["sums"], ("keepdims", 0)));
        model.Graph.Node.Add(NodeProto.Create("ReduceMin", "least_double", ["doubles"], ("keepdims", 0)));
        model.Graph.Node.Add(NodeProto.Create("Cast", "least_of_doubles", ["least_double"], ("to", (long)DataType.Float)));
        (model.Graph.Node[1].Name, model.Graph.Node[1].Output[0]) = ("weights", "weights");
        model.Graph.Node.Add(NodeProto.Create("Sum", "sum", ["weights", "least", "least_of_doubles"]));

        var written = ModelWriter.Write(model, Target());

        written.Should().HaveCount(2);
        new FileInfo(Target()).Length.Should().BeLessThan(FewWeights);
        Run(Target()).Should().Be(Sum + 0.5f + 0.25f);
    }

    [Theory]
    [InlineData(FewWeights, 1)]
    [InlineData(ManyWeights, 2)]
    public void Write_OverAnEarlierExport_DeletesItsWeights(int weights, int files)
    {
        ModelWriter.Write(Model(ManyWeights, last: 40), Target());

        ModelWriter.Write(Model(weights), Target());

        Files().Should().HaveCount(files);
        Run(Target()).Should().Be(Sum);
    }

    [Fact]
    public void Write_SameWeightsAgain_KeepsThem()
    {
        ModelWriter.Write(Model(ManyWeights), Target());

        ModelWriter.Write(Model(ManyWeights), Target());

        Files().Should().HaveCount(2);
        Run(Target()).Should().Be(Sum);
    }

    [Fact]
    public void Write_KilledBeforeTheModelIsRenamed_LeavesTheEarlierExportWhole()
    {
        ModelWriter.Write(Model(ManyWeights, last: 40), Target());
        var earlier = File.ReadAllBytes(Target());

        var later = ModelWriter.Write(Model(ManyWeights), Path.Combine(_source, "model.onnx"));
        File.Move(later[1], Path.Combine(_folder, Path.GetFileName(later[1]))); // all that a killed process has done

        File.ReadAllBytes(Target()).Should().Equal(earlier);
        Run(Target()).Should().Be(41);
    }

    [Fact]
    public void Write_OldFilesOfKilledExports_AreDeletedButNotOthers()
    {
        const string Unused = "model-0123456789abcdef.onnx_data";
        string[] others = ["model.onnx_data", "model-1.onnx_data", "other-0123456789abcdef.onnx_data", "model-0123456789abcdef.bin_data"];
        foreach (var name in others.Append(Unused))
        {
            File.WriteAllText(Path.Combine(_folder, name), "");
            File.SetLastWriteTimeUtc(Path.Combine(_folder, name), DateTime.UtcNow.AddDays(-2));
        }

        ModelWriter.Write(Model(FewWeights), Target());

        Files().Should().BeEquivalentTo([.. others, "model.onnx"]);
    }

    [Theory]
    [InlineData(FewWeights)]
    [InlineData(ManyWeights)]
    public void Write_MovedToAnotherFolder_IsStillReadable(int weights)
    {
        ModelWriter.Write(Model(weights), Target());
        Directory.Delete(_source, recursive: true);
        Directory.Move(_folder, _source);

        Run(Path.Combine(_source, "model.onnx")).Should().Be(Sum);
    }

    [Fact]
    public void Write_FileThatExists_ReplacesIt()
    {
        File.WriteAllText(Target(), "an older model");

        ModelWriter.Write(Model(FewWeights), Target());

        Run(Target()).Should().Be(Sum);
    }

    [Theory]
    [InlineData(FewWeights)]
    [InlineData(ManyWeights)]
    public void Write_WeightsAreTruncated_KeepsTheOlderModel(int weights)
    {
        var model = Model(weights);
        File.WriteAllText(Target(), "an older model");
        File.WriteAllBytes(Path.Combine(_source, "weights"), new byte[8]);

        FluentActions.Invoking(() => ModelWriter.Write(model, Target())).Should().Throw<IOException>().WithMessage("*weights*truncated*");

        Files().Should().Equal("model.onnx");
        File.ReadAllText(Target()).Should().Be("an older model");
    }

    [Theory]
    [InlineData(FewWeights)]
    [InlineData(ManyWeights)]
    public void Write_Cancelled_KeepsTheOlderModel(int weights)
    {
        File.WriteAllText(Target(), "an older model");

        FluentActions.Invoking(() => ModelWriter.Write(Model(weights), Target(), new CancellationToken(canceled: true))).Should().Throw<OperationCanceledException>();

        Files().Should().Equal("model.onnx");
        File.ReadAllText(Target()).Should().Be("an older model");
    }

    [Fact]
    public void CheckPath_FolderMissing_NamesIt() =>
        FluentActions.Invoking(() => ModelWriter.CheckPath(Path.Combine(_folder, "missing", "model.onnx"), []))
            .Should().Throw<DirectoryNotFoundException>().WithMessage("*missing*");

    [Fact]
    public void CheckPath_Folder_IsRejected()
    {
        FluentActions.Invoking(() => ModelWriter.CheckPath(_folder, [])).Should().Throw<ArgumentException>().WithMessage("*is a folder*");
        FluentActions.Invoking(() => ModelWriter.CheckPath(_folder + Path.DirectorySeparatorChar, [])).Should().Throw<ArgumentException>().WithMessage("*is a folder*");
    }

    [SkippableFact]
    public void CheckPath_FileOfTheLmmUnderAnotherName_IsRejected()
    {
        Skip.If(OperatingSystem.IsWindows(), "Links need privileges on Windows.");
        var link = Path.Combine(_source, "link");
        Directory.CreateSymbolicLink(link, _folder);
        File.WriteAllText(Target(), "a graph of the LMM");

        FluentActions.Invoking(() => ModelWriter.CheckPath(Path.Combine(link, "model.onnx"), [Target()]))
            .Should().Throw<ArgumentException>().WithMessage("*link?model.onnx' is a file of the LMM*");
    }

    public void Dispose()
    {
        foreach (var folder in new[] { _source, _folder }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private IEnumerable<string?> Files() => Directory.GetFiles(_folder).Select(Path.GetFileName);

    private static string Hash(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..16];

    private string Target() => Path.Combine(_folder, "model.onnx");

    // adds up weights: 1 in the model, and the last one at the end of external data that starts with other bytes
    private ModelProto Model(int weights, float last = 2)
    {
        var values = new float[weights - 1];
        values[^1] = last;
        File.WriteAllBytes(Path.Combine(_source, "weights"), [1, 2, 3, 4, .. MemoryMarshal.AsBytes<float>(values)]);
        var external = new TensorProto { Name = "external", DataType = (int)DataType.Float, Dims = { values.Length } };
        new ExternalData("weights", 4, values.Length * sizeof(float)).Resolve(_source).ApplyTo(external);
        var graph = new GraphProto
        {
            Name = "sum",
            Initializer = { external, TensorProto.Float("one", [1], [1]) },
            Node = { NodeProto.Create("Concat", "all", ["one", "external"], ("axis", 0)), NodeProto.Create("ReduceSum", "sum", ["all"], ("keepdims", 0)) },
            Output = { ValueInfoProto.Create("sum", DataType.Float) },
        };
        return new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Domain = "", Version = 17 } } };
    }

    private static float Run(string path)
    {
        using var session = new InferenceSession(path);
        using var outputs = session.Run([]);
        return outputs[0].AsTensor<float>().First();
    }
}
