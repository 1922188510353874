namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>Something to be measured.</summary>
/// <param name="Name">The name in tables.</param>
/// <param name="Run">Runs the repeat of a number, from 0. Its time counts.</param>
/// <param name="Finish">What is done after each repeat. Its time does not count.</param>
/// <param name="Rows">Rows of a repeat; times are those of one row.</param>
internal sealed record Subject(string Name, Action<int> Run, Action? Finish = null, int Rows = 1);
