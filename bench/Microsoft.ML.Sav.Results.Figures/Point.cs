namespace Microsoft.ML.Sav.Results.Figures;

/// <summary>A point of a curve.</summary>
/// <param name="Count">Position on the logarithmic axis.</param>
/// <param name="Mean">The value.</param>
/// <param name="Deviation">Its standard deviation.</param>
internal sealed record Point(int Count, double Mean, double Deviation);
