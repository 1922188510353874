using Microsoft.ML.Sav.Fuzz.Mutation;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Fuzz.Targets;

/// <summary>A featurizer's part of a model file behind a hash that fits.</summary>
internal sealed class FeaturizerBodyTarget : FuzzTarget
{
    public override string Name => "featurizer-body";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    public override void Read(FuzzInput input, string folder)
    {
        var stream = new MemoryStream();
        ModelBody.Write(new BinaryWriter(stream), input.Content);
        stream.Position = 0;
        FeaturizerFile.Read(new BinaryReader(stream), stream.Length, path: null);
    }

    public override bool IsDocumented(Exception exception) => exception is SavModelFileException;

    protected override IEnumerable<FuzzInput> CreateCorpus()
    {
        var options = new LmmOptions { Precision = "q4", HeadTaps = new Dictionary<int, string> { [3] = "tensor" } };
        var layout = new FeatureLayout([new Feature(3, 1, 2), new Feature(FeatureKind.Projector, 0, 0, 4)]);
        var state = new FeaturizerState("Image", "Text", "Features", "About {text}:", new LmmReference("/lmm", null, "00ff", options), layout, Normalizes: true);
        yield return new FuzzInput("featurizer", FeaturizerFormat.Write(state, fileFolder: null));
    }
}
