using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests;

[Collection(PhotoClassifierCollection.Name)]
public class SavModelTests(PhotoClassifier classifier)
{
    private SavModel Model => classifier.Transformer.Model;

    [Fact]
    public void TopK_Scores_NamesTheGreatestFirst() =>
        Model.TopK([0.2f, 0.5f, 0.3f], 2).Should().Equal(KeyValuePair.Create(Photo.Classes[1], 0.5f), KeyValuePair.Create(Photo.Classes[2], 0.3f));

    [Fact]
    public void TopK_EqualScoresAndMoreThanTheClasses_KeepsTheirOrder() =>
        Model.TopK([0.4f, 0.4f, 0.2f], 9).Select(pair => pair.Key).Should().Equal(Photo.Classes);

    [Fact]
    public void ToDictionary_Scores_HasOnePerClass() =>
        Model.ToDictionary([0.2f, 0.5f, 0.3f]).Should().HaveCount(3).And.Contain(Photo.Classes[1], 0.5f);

    [Fact]
    public void TopK_ScoresOfAPrediction_BeginWithThePredictedLabel()
    {
        var scored = classifier.Transformer.Transform(classifier.Context.Load(Photo.Test(1)));
        var labels = scored.GetColumn<uint>("PredictedLabel").Select(key => Photo.Classes[(int)key - 1]).ToArray();

        var first = scored.GetColumn<float[]>("Score").Select(scores => Model.TopK(scores, 1).Single().Key);

        first.Should().Equal(labels).And.HaveCount(3);
    }

    [Fact]
    public void TopK_WrongArguments_Throws()
    {
        Model.Invoking(model => model.TopK([1, 0], 1)).Should().Throw<ArgumentException>().WithMessage("*3 classes*2*");
        Model.Invoking(model => model.ToDictionary([1])).Should().Throw<ArgumentException>();
        Model.Invoking(model => model.TopK([1, 0, 0], 0)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
