namespace Microsoft.ML.Sav.Reliability.Fuzzing.Running;

/// <summary>A case that broke a promise.</summary>
/// <param name="Case">Number of the case.</param>
/// <param name="Reason">What happened, in one line.</param>
internal sealed record FuzzFailure(long Case, string Reason);
