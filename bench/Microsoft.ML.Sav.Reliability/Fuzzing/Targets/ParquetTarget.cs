using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Parquet files with paths, images or texts.</summary>
internal sealed class ParquetTarget : ImportTarget
{
    public override string Name => "parquet";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    // A file may unpack to 100 MiB.
    public override long AllocationLimit => 128 << 20;

    protected override IEnumerable<FuzzInput> CreateCorpus() =>
        ReadFiles(Directory.GetFiles(Repository.Fixture("parquet"), "*.parquet"), path => $"parquet+{Path.GetFileName(path)}");
}
