using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>A transformer's part of a model file behind a hash that fits: classifiers, reject option, training examples that are kept; and what they compute.</summary>
internal sealed class ModelBodyTarget : FuzzTarget
{
    private readonly MLContext _context = new();

    public override string Name => "model-body";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator(), new ByteMutator(prefersEnds: false), new ByteMutator(prefersEnds: false)];

    /// <param name="input">Name: the version in hexadecimal.</param>
    /// <param name="folder">The folder.</param>
    public override void Read(FuzzInput input, string folder)
    {
        var version = Version(input.Name);
        var bytes = input.Content;
        if (version >= TransformerHeader.Hashed)
        {
            var stream = new MemoryStream();
            ModelBody.Write(new BinaryWriter(stream), bytes);
            bytes = stream.ToArray();
        }
        Use(TransformerFile.Read(_context, new BinaryReader(new MemoryStream(bytes)), version, bytes.Length, path: null));
    }

    public override bool IsDocumented(Exception exception) => exception is SavModelFileException;

    protected override IEnumerable<FuzzInput> CreateCorpus() => SavedModels.ReadTransformers(TransformerHeader.SavSignature)
        .Select(part => new FuzzInput(part.Version, Version(part.Version) >= TransformerHeader.Hashed ? part.Bytes[ModelBody.PrefixLength..] : part.Bytes))
        .Concat(SavedStates.Write(_context).Select(state => new FuzzInput($"{state.Version:x8}+{state.Kind}", state.Body)));

    private static uint Version(string name) => Convert.ToUInt32(name.Split('+')[0], 16);

    // What was read can be used.
    private static void Use(TransformerState state)
    {
        var classifier = state.Trained.Classifier;
        float[] vectors = [.. Enumerable.Range(1, classifier.Layout.VectorLength)];
        var scores = new float[classifier.ClassCount];
        classifier.Score(vectors, scores);
        classifier.ComputeContributions(vectors);
        state.Trained.RejectOption?.ComputeStrangeness(vectors);
        state.Trained.ConformalPredictor?.SelectClasses(scores, coverage: 0.9);
        state.Training?.Examples.CreateSupportSet().Dispose();
        state.KeyValues?.ToText();
    }
}
