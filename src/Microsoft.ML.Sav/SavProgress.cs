namespace Microsoft.ML.Sav;

/// <summary>How far training has come.</summary>
/// <param name="Examples">Number of examples that the model has seen, now or, where they come from the feature cache, before.</param>
/// <param name="Total">
/// Number of rows of the training data, where the data view knows it. Rows without a label are among them and are never seen.
/// </param>
public readonly record struct SavProgress(long Examples, long? Total);
