namespace Microsoft.ML.Sav.Tests;

/// <summary>Reports at once, where <see cref="Progress{T}"/> reports later on another thread.</summary>
internal sealed class SynchronousProgress(Action<SavProgress> report) : IProgress<SavProgress>
{
    public void Report(SavProgress value) => report(value);
}
