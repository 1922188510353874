using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>A large fp32 matrix multiplication in ONNX Runtime, which measures the peak speed of this machine.</summary>
internal sealed class LargeMatMul : IDisposable
{
    private const int Size = 1024;

    private readonly float[] _left = new float[Size * Size];
    private readonly InferenceSession _session;

    public LargeMatMul()
    {
        Array.Fill(_left, 1);
        var graph = new GraphProto { Name = "product" };
        graph.Input.Add(Matrix("left"));
        graph.Output.Add(Matrix("product"));
        graph.Initializer.Add(new TensorProto
        {
            Name = "right",
            DataType = (int)TensorProto.Types.DataType.Float,
            Dims = { Size, Size },
            FloatData = { _left },
        });
        graph.Node.Add(new NodeProto { OpType = "MatMul", Input = { "left", "right" }, Output = { "product" } });
        var model = new ModelProto { IrVersion = 8, Graph = graph, OpsetImport = { new OperatorSetIdProto { Version = 17 } } };
        using var options = new SessionOptions { IntraOpNumThreads = PhysicalCores.Count };
        _session = new InferenceSession(model.ToByteArray(), options);
    }

    /// <summary>Number of multiply-adds per run.</summary>
    public static double MultiplyAdds => Math.Pow(Size, 3);

    public void Run()
    {
        using var runOptions = new RunOptions();
        using var left = OrtValue.CreateTensorValueFromMemory(_left, [Size, Size]);
        using var product = _session.Run(runOptions, ["left"], [left], ["product"]);
    }

    public void Dispose() => _session.Dispose();

    private static ValueInfoProto Matrix(string name)
    {
        var dimension = new TensorShapeProto.Types.Dimension { DimValue = Size };
        var type = new TypeProto.Types.Tensor
        {
            ElemType = (int)TensorProto.Types.DataType.Float,
            Shape = new TensorShapeProto { Dim = { dimension, dimension } },
        };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = type } };
    }
}
