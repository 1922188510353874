namespace Microsoft.ML.Sav.Results.Scores;

/// <summary>How honest the scores of <c>Auto</c> are on one split of a data set.</summary>
/// <param name="DataSet">Name of the data set.</param>
/// <param name="Shots">Training rows per class.</param>
internal sealed record ScoreMeasurement(string DataSet, int Shots)
{
    /// <summary>Share of the test rows whose label set at <see cref="ScoreTrials.Coverage"/> has their class.</summary>
    public required double Covered { get; init; }

    /// <summary>Mean number of classes in the label sets.</summary>
    public required double SetSize { get; init; }

    /// <summary>Share of the test rows that are predicted wrongly.</summary>
    public required double ErrorRate { get; init; }

    /// <summary>Area under the risk-coverage curve of the test rows.</summary>
    public required double RiskCoverageArea { get; init; }

    /// <summary>Calibration error of the test rows.</summary>
    public required double CalibrationError { get; init; }

    /// <summary>Calibration error that the same scores would have if they were exactly the probabilities of the classes.</summary>
    public required double ChanceCalibrationError { get; init; }

    /// <summary>Mean greatest score minus accuracy: above 0 if scores are too high.</summary>
    public required double Overconfidence { get; init; }

    /// <summary>Share of the test rows that are rejected.</summary>
    public required double FalseRejectRate { get; init; }

    /// <summary>Share of the rows of a class that was held out which are rejected.</summary>
    public required double HeldOutRejected { get; init; }

    /// <summary>Probability that a row of a class that was held out is stranger than a test row: the area under the ROC curve.</summary>
    public required double HeldOutArea { get; init; }

    /// <summary>Share of the rows of another data set which are rejected; <see langword="null"/> if there is none with the same features.</summary>
    public required double? OtherRejected { get; init; }

    /// <summary>Bytes of the classifier.</summary>
    public required double ClassifierBytes { get; init; }

    /// <summary>Bytes of the reject option.</summary>
    public required double RejectBytes { get; init; }
}
