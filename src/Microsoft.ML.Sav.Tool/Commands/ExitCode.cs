namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>What the process ends with.</summary>
internal static class ExitCode
{
    public const int Success = 0;

    public const int Failure = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>Stopped by Ctrl+C: 128 and the number of the signal, as shells have it.</summary>
    public const int Interrupted = 130;
}
