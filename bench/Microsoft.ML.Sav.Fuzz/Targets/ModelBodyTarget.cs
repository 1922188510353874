using Microsoft.ML.Sav.Fuzz.Mutation;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Fuzz.Targets;

/// <summary>A transformer's part of a model file behind a hash that fits: class statistics, reject option, training examples that are kept.</summary>
internal sealed class ModelBodyTarget : FuzzTarget
{
    private readonly MLContext _context = new();

    public override string Name => "model-body";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    /// <param name="input">Name: the version in hexadecimal.</param>
    /// <param name="folder">The folder.</param>
    public override void Read(FuzzInput input, string folder)
    {
        var version = Convert.ToUInt32(input.Name.Split('+')[0], 16);
        var bytes = input.Content;
        if (version >= TransformerHeader.Hashed)
        {
            var stream = new MemoryStream();
            ModelBody.Write(new BinaryWriter(stream), bytes);
            bytes = stream.ToArray();
        }
        TransformerFile.Read(_context, new BinaryReader(new MemoryStream(bytes)), version, bytes.Length, path: null);
    }

    public override bool IsDocumented(Exception exception) => exception is SavModelFileException;

    protected override IEnumerable<FuzzInput> CreateCorpus()
    {
        foreach (var path in SavedModels.Paths.Order(StringComparer.Ordinal))
        {
            var (version, bytes) = SavedModels.ReadTransformer(path);
            yield return new FuzzInput($"{version:x8}", version >= TransformerHeader.Hashed ? bytes[ModelBody.PrefixLength..] : bytes);
        }
    }
}
