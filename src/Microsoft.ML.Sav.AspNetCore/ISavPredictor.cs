namespace Microsoft.ML.Sav.AspNetCore;

/// <summary>
/// Predicts rows with one model that all requests share. Rows wait in a bounded queue; when the model file changes, the new model takes over
/// between two predictions. Added by <c>services.AddSavClassifier</c>; started and stopped with the host. Safe to use from many threads.
/// </summary>
public interface ISavPredictor
{
    /// <summary>The classifier, its report and its classes, of the model that is served now.</summary>
    /// <exception cref="SavModelMissingException">There is no model file, or the host is not started.</exception>
    SavModel Model { get; }

    /// <summary>Predicts a row.</summary>
    /// <param name="input">Image, text or both, as the model was trained on.</param>
    /// <param name="cancellationToken">Ends waiting. A prediction that has begun runs to its end.</param>
    /// <exception cref="SavOverloadedException">The queue is full.</exception>
    /// <exception cref="SavRowException">The row cannot be used, for example since the image is damaged.</exception>
    /// <exception cref="SavModelMissingException">There is no model file, or the host is not started.</exception>
    /// <exception cref="ObjectDisposedException">The host is stopped.</exception>
    Task<SavPrediction> PredictAsync(SavInput input, CancellationToken cancellationToken = default);

    /// <summary>Loads the file again now, whether it changed or not. If that fails, the model of before stays and the error is logged.</summary>
    Task ReloadAsync();
}
