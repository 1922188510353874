using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

/// <summary>Labels of every kind, pipelines that map labels to keys, and what models and rows cannot do.</summary>
public sealed class SavTransformerGrowingLabelTests : IDisposable
{
    private readonly Growing _growing = new();

    private static Question[] Rows => [.. Growing.Animals(3), .. Growing.Weather(3)];

    [Fact]
    public void Update_LabelsThatAreKeys_AreMatchedByValue()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, Rows);
        Question[] more = [.. Growing.Food(2), .. Growing.Weather(1, start: 3)];

        using var updated = transformer.Update(Question.Load(_growing.Context, more));

        updated.Model.ClassNames.Should().Equal("animals", "weather", "food");
        updated.Model.ExampleCounts.Should().Equal(3, 4, 2);
    }

    [Fact]
    public void Update_LabelsThatAreNumbers_AreMatchedByValue()
    {
        using var transformer = Fit(new { Text = "one", Label = 1 }, new { Text = "five", Label = 5 }, new { Text = "again", Label = 1 });

        using var updated = transformer.Update(Load(new { Text = "seven", Label = 7 }, new { Text = "also five", Label = 5 }));

        updated.Model.ClassNames.Should().Equal("1", "5", "7");
        updated.Model.ExampleCounts.Should().Equal(2, 2, 1);
        FluentActions.Invoking(() => transformer.Update(_growing.Load(Growing.Food(1)))).Should().Throw<ArgumentOutOfRangeException>().WithMessage("*Label*");
    }

    [Fact]
    public void Update_KeysWithoutValues_AreTheClasses()
    {
        using var transformer = _growing.Context.MulticlassClassification.Trainers.Sav(_growing.Options(_ => { })).Fit(LoadKeys(3, 0, 1, 0, 1));

        using var updated = transformer.Update(LoadKeys(5, 4, 2));
        using var left = updated.Forget("2");

        updated.Model.ExampleCounts.Should().Equal(2, 2, 1, 0, 1);
        left.Model.ClassNames.Should().Equal(["1", "2", "3", "4", "5"], "keys are numbers, which must not change");
        left.Model.ExampleCounts.Should().Equal(2, 0, 1, 0, 1);
        transformer.Invoking(it => it.Update(_growing.Load(Growing.Food(1)))).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void WithSav_UpdateInAPipeline_MapsTheNewLabelsToo()
    {
        using var pipeline = FitPipeline(Rows);

        var updated = pipeline.WithSav(sav => sav.Update(_growing.Load(Growing.Food(3))));

        var scored = updated.Transform(_growing.Load([.. Growing.Food(3), .. Growing.Animals(2)]));
        scored.GetColumn<uint>("Label").Should().Equal(3, 3, 3, 1, 1);
        scored.GetColumn<string>("PredictedLabel").Should().Equal("food", "food", "food", "animals", "animals");
        _growing.Context.MulticlassClassification.Evaluate(scored).MicroAccuracy.Should().Be(1);
    }

    [Fact]
    public void WithSav_MappingThatCannotHaveTheNewKeys_IsRefused()
    {
        var data = Load(new { Text = "one", Label = 1 }, new { Text = "five", Label = 5 }, new { Text = "again", Label = 7 });
        var trainer = _growing.Context.MulticlassClassification.Trainers.Sav(_growing.Options(_ => { }));
        ITransformer pipeline = _growing.Context.Transforms.Conversion.MapValueToKey("Label", addKeyValueAnnotationsAsText: true).Append(trainer).Fit(data);

        pipeline.Invoking(model => model.WithSav(sav => sav.Forget("1"))).Should().Throw<NotSupportedException>().WithMessage("*'Label'*addKeyValueAnnotationsAsText*");
        pipeline.WithSav(sav => sav.WithFeatureCache(null)).Transform(data).GetColumn<uint>("Label").Should().Equal(1, 2, 3);
    }

    [Fact]
    public void WithSav_ForgetInAPipeline_RenumbersTheLabels()
    {
        using var pipeline = FitPipeline([.. Growing.Food(3), .. Rows]);

        var left = pipeline.WithSav(sav => sav.Forget("food"));

        var scored = left.Transform(_growing.Load([.. Growing.Weather(2), .. Growing.Food(1)]));
        scored.GetColumn<uint>("Label").Should().Equal([2, 2, 0], "food is not a class any more");
        scored.GetColumn<string>("PredictedLabel").Take(2).Should().Equal("weather", "weather");
    }

    [Fact]
    public void Update_LabelsMappedByThePipelineOfTraining_SaysThatNewOnesAreMissing()
    {
        using var pipeline = FitPipeline(Rows);
        var mapped = pipeline.First().Transform(_growing.Load([.. Growing.Animals(1, start: 5), .. Growing.Food(1)]));

        pipeline.OfType<SavTransformer>().Single().Invoking(sav => sav.Update(mapped)).Should().Throw<SavRowException>()
            .WithMessage("Row 1 *Dish 0*'Label' is missing*MapValueToKey*");
    }

    [Fact]
    public void ForgetAndRelabel_RowThatTheModelDoesNotHave_NamesIt()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, Rows);
        var rows = _growing.Load([.. Growing.Animals(1), .. Growing.Food(1)]);

        transformer.Invoking(it => it.Forget(rows)).Should().Throw<SavRowException>().WithMessage("*Dish 0*none of the 6 training examples*").Which.Row.Should().Be(1);
        transformer.Invoking(it => it.Relabel(rows)).Should().Throw<SavRowException>().WithMessage("*none of the 6 training examples*");
    }

    [Fact]
    public void Relabel_EqualRowsWithDifferentLabels_NamesTheSecond()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, Rows);
        var (row, other) = (Growing.Animals(1)[0], Growing.Animals(1)[0]);
        other.Label = "weather";

        transformer.Invoking(it => it.Relabel(_growing.Load([row, other]))).Should().Throw<SavRowException>().WithMessage("*another label*").Which.Row.Should().Be(1);
    }

    [Fact]
    public void Forget_UnknownClass_NamesTheClasses()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, Rows);

        transformer.Invoking(it => it.Forget("plants")).Should().Throw<ArgumentException>().WithMessage("*'animals', 'weather'*'plants'*");
    }

    [Fact]
    public void ForgetAndRelabel_OneClassLeft_Throws()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, Rows);
        var weather = Growing.Weather(3);
        var animals = Array.ConvertAll(weather, row => new Question { Text = row.Text, Label = "animals" });

        transformer.Invoking(it => it.Forget("animals")).Should().Throw<InvalidOperationException>().WithMessage("*at least two classes*3 examples of 1*");
        transformer.Invoking(it => it.Forget(_growing.Load(weather))).Should().Throw<InvalidOperationException>().WithMessage("*two classes*");
        transformer.Invoking(it => it.Relabel(_growing.Load(animals))).Should().Throw<InvalidOperationException>().WithMessage("*two classes*");
    }

    [Fact]
    public void Merge_OtherPromptOrDepth_NamesWhatDiffers()
    {
        using var transformer = _growing.Fit(ClassifierKind.Auto, Rows);
        using var otherPrompt = _growing.Fit(options => options.Prompt = "About {text}", Rows);
        using var otherDepth = _growing.Fit(options => options.DepthBudget = 1, Rows);

        transformer.Invoking(it => it.Merge(otherPrompt)).Should().Throw<ArgumentException>().WithMessage("*differ in the prompt*About*");
        transformer.Invoking(it => it.Merge(otherDepth)).Should().Throw<ArgumentException>().WithMessage("*differ in the features*");
    }

    [Fact]
    public void Merge_AutoWithAnotherKind_NamesTheKinds()
    {
        using var auto = _growing.Fit(ClassifierKind.Auto, Rows);
        using var vote = _growing.Fit(ClassifierKind.SparseAttentionVectors, Rows);

        auto.Invoking(it => it.Merge(vote)).Should().Throw<ArgumentException>().WithMessage("*differ in the features that Auto and SparseAttentionVectors keep*");
    }

    [Fact]
    public void Merge_OtherKinds_TrainsThatOfTheFirst()
    {
        using var gaussian = _growing.Fit(ClassifierKind.GaussianHeads, Rows);
        using var vote = _growing.Fit(ClassifierKind.SparseAttentionVectors, Rows);

        using var merged = gaussian.Merge(vote);

        merged.Model.Report.Kind.Should().Be(ClassifierKind.GaussianHeads);
    }

    [Fact]
    public void EveryChange_ModelWithoutExamples_SaysHowToKeepThem()
    {
        using var without = _growing.Fit(options => options.KeepExamples = false, Rows);
        using var with = _growing.Fit(ClassifierKind.Auto, Rows);
        var rows = _growing.Load(Growing.Animals(1));

        foreach (var change in new Action[] { () => without.Update(rows), () => without.Forget("animals"), () => without.Forget(rows), () => without.Relabel(rows), () => with.Merge(without), () => without.Merge(with) })
            change.Should().Throw<InvalidOperationException>().WithMessage("*KeepExamples*");
    }

    [Fact]
    public void Update_ModelOfAnEarlierFormat_SaysHowToKeepExamples()
    {
        var loaded = _growing.Context.Model.Load(Repository.Fixture("models", "1.3-plain.zip"), out _);

        loaded.Invoking(model => model.WithSav(sav => sav.Update(_growing.Load(Rows)))).Should().Throw<InvalidOperationException>().WithMessage("*KeepExamples*earlier versions*");
    }

    public void Dispose() => _growing.Dispose();

    private TransformerChain<ITransformer> FitPipeline(Question[] rows) =>
        _growing.Context.Transforms.Conversion.MapValueToKey("Label")
            .Append<ITransformer>(_growing.Context.MulticlassClassification.Trainers.Sav(_growing.Options(_ => { })))
            .Append<ITransformer>(_growing.Context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(_growing.Load(rows));

    private SavTransformer Fit<T>(params T[] rows) where T : class
    {
        var data = Load(rows);
        var keys = _growing.Context.Transforms.Conversion.MapValueToKey("Label").Fit(data).Transform(data);
        return _growing.Context.MulticlassClassification.Trainers.Sav(_growing.Options(_ => { })).Fit(keys);
    }

    private IDataView Load<T>(params T[] rows) where T : class => _growing.Context.Data.LoadFromEnumerable(rows);

    // ML.NET adds 1 to the values of such a column.
    private IDataView LoadKeys(int count, params uint[] keys)
    {
        var schema = SchemaDefinition.Create(typeof(Numbered));
        schema["Label"].ColumnType = new KeyDataViewType(typeof(uint), count);
        return _growing.Context.Data.LoadFromEnumerable(keys.Select((key, i) => new Numbered { Text = $"Row {i} of class {key}", Label = key }), schema);
    }

    private sealed class Numbered
    {
        public string Text { get; set; } = "";

        public uint Label { get; set; }
    }
}
