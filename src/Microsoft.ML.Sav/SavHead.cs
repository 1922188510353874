using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>An attention head that votes.</summary>
/// <param name="Head">Which head it is.</param>
/// <param name="SuccessCount">
/// Number of training examples whose own class has the nearest mean at this head; each example's vector is part of its class mean.
/// </param>
public sealed record SavHead(Head Head, int SuccessCount);
