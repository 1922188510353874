namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Something to measure.</summary>
/// <param name="Name">Name in tables.</param>
/// <param name="Run">Runs a round, numbered from 0. Timed.</param>
/// <param name="Finish">Runs after each round. Not timed.</param>
/// <param name="Rows">Rows per round; times are reported per row.</param>
internal sealed record Subject(string Name, Action<int> Run, Action? Finish = null, int Rows = 1);
