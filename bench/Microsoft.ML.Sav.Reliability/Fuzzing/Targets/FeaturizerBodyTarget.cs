using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>A featurizer's part of a model file behind a hash that fits.</summary>
internal sealed class FeaturizerBodyTarget : FuzzTarget
{
    public override string Name => "featurizer-body";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    /// <param name="input">Name: the version in hexadecimal.</param>
    /// <param name="folder">The folder.</param>
    public override void Read(FuzzInput input, string folder)
    {
        var stream = new MemoryStream();
        ModelBody.Write(new BinaryWriter(stream), input.Content);
        stream.Position = 0;
        FeaturizerFile.Read(new BinaryReader(stream), Convert.ToUInt32(input.Name.Split('+')[0], 16), stream.Length, path: null);
    }

    public override bool IsDocumented(Exception exception) => exception is SavModelFileException;

    protected override IEnumerable<FuzzInput> CreateCorpus() => SavedModels.ReadTransformers(TransformerHeader.LmmFeaturizerSignature)
        .Select(part => new FuzzInput(part.Version, part.Bytes[ModelBody.PrefixLength..]));
}
