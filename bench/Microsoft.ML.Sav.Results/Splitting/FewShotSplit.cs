namespace Microsoft.ML.Sav.Results.Splitting;

/// <summary>Rows to train on and rows to test, none of which are both.</summary>
/// <param name="Seed">Seed of the choice.</param>
/// <param name="Pools">Rows to train on per class, in random order.</param>
/// <param name="Test">Rows to test.</param>
internal sealed record FewShotSplit(int Seed, IReadOnlyList<int[]> Pools, int[] Test)
{
    /// <summary>The rows to train on: the same rows as for fewer shots, and more.</summary>
    /// <param name="shots">Rows per class; all of a class that has fewer.</param>
    public int[] GetTraining(int shots) => [.. Pools.SelectMany(pool => pool.Take(shots))];
}
