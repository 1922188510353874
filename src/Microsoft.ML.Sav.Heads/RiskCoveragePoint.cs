namespace Microsoft.ML.Sav.Heads;

/// <summary>A point of <see cref="RiskCoverage"/>.</summary>
/// <param name="Coverage">Share of the predictions that are accepted.</param>
/// <param name="Risk">Error rate of the accepted predictions.</param>
/// <param name="Certainty">The least score with which a prediction is accepted.</param>
public sealed record RiskCoveragePoint(double Coverage, double Risk, double Certainty);
