using Microsoft.ML.Sav.Featurizing;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests.Featurizing;

public class UnitLengthTests
{
    [Fact]
    public void Scale_TwoFeatures_ScalesEachByItself()
    {
        float[] vectors = [3, 4, 0, 0, 0, -2];

        UnitLength.Scale(new FeatureLayout([new Feature(0, 0, 2), new Feature(0, 1, 2), new Feature(0, 2, 2)]), vectors);

        vectors.Should().Equal(0.6f, 0.8f, 0, 0, 0, -1);
    }
}
