namespace Microsoft.ML.Sav;

/// <summary>Progress of training.</summary>
/// <param name="Examples">Number of examples whose head vectors are known, from the LMM or from the feature cache.</param>
/// <param name="Total">
/// Number of rows of the training data, rows without a label included; <see langword="null"/> if the data view does not know it.
/// </param>
public readonly record struct SavProgress(long Examples, long? Total);
