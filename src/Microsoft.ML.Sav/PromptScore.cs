using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav;

/// <summary>How well a prompt of <see cref="SavEstimator.Options.Prompts"/> suits the training data.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="IsKept">Whether the classifier was trained with it.</param>
/// <param name="LeaveOneOut">
/// Quality on training examples, each scored by a classifier trained without it; <see langword="null"/> if no example can be left out. Classifiers
/// that have no such scores are measured by <see cref="ClassifierKind.GaussianHeads"/>.
/// </param>
/// <param name="StandardError">
/// Standard error of the difference between the prompt's log loss and the lowest one: prompts whose difference is not greater are as good as the
/// best. 0 for the best, and if no example can be left out.
/// </param>
public sealed record PromptScore(string Prompt, bool IsKept, ClassificationQuality? LeaveOneOut, double StandardError);
