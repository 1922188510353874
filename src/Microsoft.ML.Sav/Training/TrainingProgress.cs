using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Training;

/// <summary>Reports the progress of training: every example to the callback, every tenth part to the log.</summary>
internal sealed class TrainingProgress(IChannel channel, IProgress<SavProgress>? callback, long? total)
{
    private readonly long _logInterval = Math.Max(1, total / 10 ?? 100);
    private long _examples;

    public void Advance()
    {
        _examples++;
        callback?.Report(new SavProgress(_examples, total));
        if (_examples % _logInterval == 0)
            channel.Info(MessageSensitivity.None, $"{_examples}{(total is null ? "" : $" of {total}")} examples read");
    }
}
