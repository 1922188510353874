using System.Runtime.InteropServices;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>
/// Cancels the command at the first Ctrl+C or SIGTERM, and ends the process if the command does not end within a second. The second signal ends
/// the process at once.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    // for work that does not react to cancellation, such as starting ONNX Runtime's sessions
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(0.9);

    private readonly CancellationTokenSource _cancellation = new();
    private readonly PosixSignalRegistration[] _registrations;
    private bool _isReported;

    public TerminationSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGINT, context => Handle(context, ExitCode.Interrupted)),
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Handle(context, ExitCode.Terminated)),
    ];

    public CancellationToken Token => _cancellation.Token;

    /// <summary>Exit code of the first signal; <see langword="null"/> before.</summary>
    public int? Received { get; private set; }

    /// <summary>Reports that a signal ended the command, and ends the process.</summary>
    public void End(int exitCode)
    {
        // once: a command may end just when its time is up
        if (!Interlocked.Exchange(ref _isReported, true))
            Messages.Error(exitCode == ExitCode.Terminated ? "terminated." : "interrupted.");
        if (OperatingSystem.IsWindows())
            Environment.Exit(exitCode);
        else
            Exit(exitCode);
    }

    public void Dispose() => Array.ForEach(_registrations, registration => registration.Dispose());

    private void Handle(PosixSignalContext context, int exitCode)
    {
        if (Received is not null)
            return; // the default action ends the process
        Received = exitCode;
        context.Cancel = true;
        _cancellation.CancelAsync();
        new Thread(() => EndLater(exitCode)) { IsBackground = true }.Start();
    }

    private void EndLater(int exitCode)
    {
        Thread.Sleep(GracePeriod);
        UnfinishedFile.DeleteAll();
        TemporaryFolders.DeleteAll();
        End(exitCode);
    }

    // without what the native libraries do at exit, while their threads run
    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void Exit(int exitCode);
}
