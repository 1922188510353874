namespace Microsoft.ML.Sav;

/// <summary>What happens when a row cannot be used, for example because its image file is missing or broken.</summary>
public enum RowErrorAction
{
    /// <summary>Training or scoring fails with a <see cref="SavRowException"/>.</summary>
    Fail,

    /// <summary>
    /// Training skips the row; scoring gives it NaN scores and a missing label, which ML.NET's evaluators leave out. The row is reported.
    /// Failures of the LMM and cancellation are never skipped.
    /// </summary>
    Skip,
}
