using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>A selected attention head.</summary>
/// <param name="Head">Layer and number of the head.</param>
/// <param name="SuccessCount">
/// Number of training examples whose own class has the nearest mean at this head. Every example is part of its class mean.
/// </param>
public sealed record SavHead(Feature Head, int SuccessCount);
