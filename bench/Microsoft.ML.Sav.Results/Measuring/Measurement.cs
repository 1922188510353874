using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Results.Measuring;

/// <summary>The quality of one method on the test rows of one split.</summary>
/// <param name="DataSet">Name of the data set.</param>
/// <param name="Method">Name of the method.</param>
/// <param name="Shots">Training rows per class.</param>
/// <param name="Seed">Seed of the split.</param>
/// <param name="Quality">The quality.</param>
internal sealed record Measurement(string DataSet, string Method, int Shots, int Seed, ClassificationQuality Quality);
