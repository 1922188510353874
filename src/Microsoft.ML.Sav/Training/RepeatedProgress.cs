namespace Microsoft.ML.Sav.Training;

/// <summary>Reports the progress of several trainings on the same data as that of one.</summary>
/// <param name="callback">Receives the progress.</param>
/// <param name="repetitions">Number of trainings.</param>
internal sealed class RepeatedProgress(IProgress<SavProgress> callback, int repetitions) : IProgress<SavProgress>
{
    private long _examples;

    public void Report(SavProgress value) => callback.Report(new SavProgress(++_examples, value.Total * repetitions));
}
