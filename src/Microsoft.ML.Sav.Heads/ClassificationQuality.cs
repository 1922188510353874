namespace Microsoft.ML.Sav.Heads;

/// <summary>How good predicted probabilities are.</summary>
/// <param name="Accuracy">Share of the examples whose own class has the greatest probability.</param>
/// <param name="LogLoss">Mean negative logarithm of the probability of the own class.</param>
/// <param name="CalibrationError">
/// Expected calibration error: mean distance between the greatest probability and the accuracy, over ten bins of equal width.
/// </param>
public sealed record ClassificationQuality(double Accuracy, double LogLoss, double CalibrationError);
