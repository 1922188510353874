using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Fingerprints;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Entries of the feature cache and of the cache of hashes: a damaged one counts as missing, whatever it is.</summary>
internal sealed class CacheTarget : FuzzTarget
{
    private const string Key = "00ff";
    private const string Statement = "statement";
    private static readonly float[] Values = [1, -2, 3.5f, 0];

    public override string Name => "cache";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    public override void Read(FuzzInput input, string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "features", Key[..2]));
        Write(input, Path.Combine(folder, "features", Key[..2]), Key[2..] + ".f32");
        if (new VectorFiles(Path.Combine(folder, "features")).Read(Key, Values.Length) is { } read && !read.SequenceEqual(Values))
            throw new InvalidOperationException("A damaged entry was read.");

        Directory.CreateDirectory(Path.Combine(folder, "facts"));
        Write(input, Path.Combine(folder, "facts"), Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Statement))));
        var isNoted = new FileFacts(Path.Combine(folder, "facts"), TimeProvider.System).IsNoted(Statement);
        if (isNoted && Encoding.UTF8.GetString(input.Content).TrimStart('\ufeff') != "true")
            throw new InvalidOperationException("A damaged note was read.");
    }

    public override bool IsDocumented(Exception exception) => false;

    protected override IEnumerable<FuzzInput> CreateCorpus()
    {
        var data = MemoryMarshal.AsBytes(Values.AsSpan()).ToArray();
        return [new FuzzInput("features", [.. SHA256.HashData(data), .. data]), new FuzzInput("note", "true"u8.ToArray())];
    }
}
