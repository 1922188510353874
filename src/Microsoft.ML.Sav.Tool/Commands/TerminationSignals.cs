using System.Runtime.InteropServices;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Cancels the command at the first Ctrl+C or SIGTERM. The second ends the process at once.</summary>
internal sealed class TerminationSignals : IDisposable
{
    // for work that does not react to cancellation
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;

    public TerminationSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCode.Terminated)),
    ];

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Exit code of the first signal; <see langword="null"/> before.</summary>
    public int? Received { get; private set; }

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private void Handle(PosixSignalContext context, int exitCode)
    {
        if (Received is not null)
            return; // the default action ends the process
        Received = exitCode;
        context.Cancel = true;
        _cancellation.CancelAsync();
        Task.Delay(GracePeriod).ContinueWith(_ => Environment.Exit(exitCode), TaskScheduler.Default);
    }
}
