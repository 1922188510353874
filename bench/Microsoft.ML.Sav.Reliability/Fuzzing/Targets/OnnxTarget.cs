using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Vision;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>ONNX graphs: decoders, whose heads are found and tapped, and vision encoders. ONNX Runtime is not run.</summary>
internal sealed class OnnxTarget : FuzzTarget
{
    private static readonly DecoderHints Hints = new() { HeadCounts = [4], LayerCount = 3 };

    public override string Name => "onnx";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ProtobufMutator(), new ProtobufMutator(), new ProtobufMutator(), new ByteMutator()];

    public override long AllocationLimit => 256 << 20;

    public override void Read(FuzzInput input, string folder)
    {
        var path = Write(input, folder, "case.onnx");
        OnnxGraphInfo.Read(path);
        if (input.Name.Contains("vision", StringComparison.Ordinal))
        {
            VisionEncoderInfo.Read(new OnnxFile(path));
            return;
        }
        var decoder = HeadGraphSource.Load(path, Hints);
        if (decoder is DecoderGraph graph)
            graph.Tap(withCaches: true);
    }

    // IOException: of an empty file.
    public override bool IsDocumented(Exception exception) => exception is OnnxModelException or IOException;

    protected override IEnumerable<FuzzInput> CreateCorpus() =>
        ReadFiles(Directory.GetFiles(Repository.Fixtures, "*.onnx", SearchOption.AllDirectories).Where(path => !path.Contains("embed", StringComparison.Ordinal)));
}
