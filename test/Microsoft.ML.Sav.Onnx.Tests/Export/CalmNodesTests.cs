using Microsoft.ML.Sav.Heads;
using static Microsoft.ML.Sav.Onnx.Tests.Export.ClassifierNodesRun;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

public class CalmNodesTests : MeansNodesTests
{
    protected override FeatureClassifier CreateClassifier(Random random, int[] counts)
    {
        var means = new ClassMeans(Layout, Array.ConvertAll(counts, _ => Vectors(random)), counts);
        return new CalmClassifier(means, [.. Layout.Select(_ => Array.ConvertAll(counts, _ => random.NextSingle()))]);
    }
}
