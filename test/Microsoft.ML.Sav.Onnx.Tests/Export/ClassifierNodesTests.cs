using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Onnx.Export;
using Microsoft.ML.Sav.Onnx.Protobuf;

namespace Microsoft.ML.Sav.Onnx.Tests.Export;

public class ClassifierNodesTests
{
    [Fact]
    public void Create_FeatureOtherThanAHeadAtTheLastToken_NamesIt()
    {
        var layout = new FeatureLayout([new(3, 1, 2), new(FeatureKind.VisionEncoder, 0, 0, 2)]);
        var classifier = new SavClassifier(new ClassMeans(layout, [[1, 0, 0, 1], [0, 1, 1, 0]], [1, 1]));

        FluentActions.Invoking(() => ClassifierNodes.Create(new GraphProto(), classifier)).Should().Throw<NotSupportedException>().WithMessage("*'vision'*");
    }
}
