namespace Microsoft.ML.Sav.Tests;

/// <summary>Reports at once, where <see cref="Progress{T}"/> reports later on another thread.</summary>
internal sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    public void Report(T value) => report(value);
}
