using Microsoft.ML.Runtime;

namespace Microsoft.ML.Sav.Training;

/// <summary>Says how far training has come: each example to the callback, and some of them to the log.</summary>
internal sealed class TrainingProgress(IChannel channel, IProgress<SavProgress>? callback, long? total)
{
    private readonly long _logInterval = Math.Max(1, total / 10 ?? 100);
    private long _examples;

    public void Advance()
    {
        _examples++;
        callback?.Report(new SavProgress(_examples, total));
        if (_examples % _logInterval == 0)
            channel.Info(MessageSensitivity.None, $"{_examples}{(total is null ? "" : $" of {total}")} examples seen");
    }
}
