namespace Microsoft.ML.Sav.AspNetCore.Queueing;

/// <summary>A row that waits for its prediction.</summary>
internal sealed class PredictionRequest(SavInput input, CancellationToken cancellationToken)
{
    private readonly TaskCompletionSource<SavPrediction> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public SavInput Input => input;

    public bool IsCancelled => cancellationToken.IsCancellationRequested;

    public Task<SavPrediction> Prediction => _completion.Task.WaitAsync(cancellationToken);

    public void Complete(SavPrediction prediction) => _completion.TrySetResult(prediction);

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
