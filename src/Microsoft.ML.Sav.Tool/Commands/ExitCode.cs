namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>Exit codes of the process. Those of signals are 128 plus the signal's number, as in shells.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Ctrl+C (SIGINT).</summary>
    public const int Interrupted = 130;

    /// <summary>Nobody reads standard output any more (SIGPIPE).</summary>
    public const int BrokenPipe = 141;

    /// <summary>SIGTERM.</summary>
    public const int Terminated = 143;
}
