using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.AspNetCore.Tests.Models;

/// <summary>Stops the loading of a model before its LMM is opened: <see cref="SavPredictorOptions.ConfigureLmm"/> waits.</summary>
internal sealed class PausedOpening : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ManualResetEventSlim _reached = new();
    private readonly ManualResetEventSlim _continue = new();

    public LmmOptions Wait(LmmOptions options)
    {
        _reached.Set();
        _continue.Wait(Patience).Should().BeTrue();
        return options;
    }

    public void WaitUntilReached() => _reached.Wait(Patience).Should().BeTrue();

    public void Continue() => _continue.Set();

    public void Dispose()
    {
        _reached.Dispose();
        _continue.Dispose();
    }
}
