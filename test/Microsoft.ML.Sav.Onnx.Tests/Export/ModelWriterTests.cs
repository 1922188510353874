using System.Runtime.InteropServices;
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

    [Theory]
    [InlineData(FewWeights, "model.onnx")]
    [InlineData(ManyWeights, "model.onnx", "model.onnx_data")]
    public void Write_ManyWeights_AreStoredInASecondFile(int weights, params string[] files)
    {
        ModelWriter.Write(Model(weights), Target());

        Directory.GetFiles(_folder).Select(Path.GetFileName).Should().BeEquivalentTo(files);
        Run(Target()).Should().Be(Sum);
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

        FluentActions.Invoking(() => ModelWriter.Write(model, Target())).Should().Throw<OnnxModelException>().WithMessage("*weights*truncated*");

        Directory.GetFiles(_folder).Should().Equal(Target());
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

    [Fact]
    public void CheckPath_DataOfTheLmm_IsRejected() =>
        FluentActions.Invoking(() => ModelWriter.CheckPath(Target(), [Target() + "_data"]))
            .Should().Throw<ArgumentException>().WithMessage("*model.onnx_data' is a file of the LMM*");

    public void Dispose()
    {
        foreach (var folder in new[] { _source, _folder }.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    }

    private string Target() => Path.Combine(_folder, "model.onnx");

    // adds up weights: 1 in the model, and 2 at the end of external data that starts with other bytes
    private ModelProto Model(int weights)
    {
        var values = new float[weights - 1];
        values[^1] = 2;
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
