using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav;

/// <summary>A row of the data cannot be used, for example because its image file is missing or broken.</summary>
public sealed class SavRowException : InvalidOperationException
{
    internal SavRowException(long row, string values, Exception reason)
        : base($"Row {row} (counted from 0) cannot be used: {values}: {reason.Message}", reason is PromptException { InnerException: { } cause } ? cause : reason) => Row = row;

    /// <summary>Whether the LMM failed, and would fail for other rows too.</summary>
    internal bool IsLmmFailure => InnerException is LmmRuntimeException or ModelFolderException;

    /// <summary>Position of the row in the data view, from 0. In a prediction engine, the number of predictions before it.</summary>
    public long Row { get; }
}
