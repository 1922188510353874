using Microsoft.ML.Sav.Heads;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

public class HecNodesTests : MeansNodesTests
{
    // Weights several times as long as vectors, so that heads differ in their probabilities.
    protected override FeatureClassifier CreateClassifier(Random random, int[] counts) => new HecClassifier(
        Layout,
        Array.ConvertAll(counts, _ => Array.ConvertAll(Vectors(random), value => 10 * value)),
        Array.ConvertAll(counts, _ => Layout.Select(_ => random.NextSingle()).ToArray()),
        counts);
}
