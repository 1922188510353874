using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Report.Evaluation;

/// <summary>Training examples.</summary>
/// <param name="Layout">The features of each example.</param>
/// <param name="ClassCount">Number of classes.</param>
/// <param name="Vectors">The features per example.</param>
/// <param name="Classes">The class per example.</param>
internal sealed record LearningExamples(FeatureLayout Layout, int ClassCount, IReadOnlyList<float[]> Vectors, IReadOnlyList<int> Classes);
