using Microsoft.ML.Data;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tests;

/// <summary>A loaded transformer can be told where its LMM is and how to run it.</summary>
// In turn with other tests that look for LMMs, since the folders to search are the process's.
[Collection(PhotoClassifierCollection.Name)]
public sealed class SavTransformerLmmTests : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void WithLmm_FolderOfTrainingGone_PredictsTheSame()
    {
        var expected = Save(_folder.File("before"));
        Directory.Move(_folder.File("before"), _folder.File("after"));
        using var loaded = Load();
        loaded.Invoking(Scores).Should().Throw<SavLmmNotFoundException>();

        using var located = loaded.WithLmm(_folder.File("after"));

        located.LmmFolder.Should().Be(_folder.File("after"));
        Scores(located).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void WithLmm_AnotherLmm_NamesBothFingerprints()
    {
        Save(_folder.File("lmm"));
        SmallLmm.CopyTo(_folder.File("other"));
        File.AppendAllText(Path.Combine(_folder.File("other"), "config.json"), "\n");
        using var loaded = Load();

        using var located = loaded.WithLmm(_folder.File("other"));

        located.Invoking(Scores).Should().Throw<SavLmmNotFoundException>().WithMessage($"*{loaded.LmmFingerprint}*'{_folder.File("other")}'*");
    }

    [Fact]
    public void WithLmm_SavedAgain_IsFoundThere()
    {
        Save(_folder.File("before"));
        Directory.Move(_folder.File("before"), _folder.File("after"));
        using (var located = Load().WithLmm(_folder.File("after")))
            _context.Model.Save(located, null, _folder.File("model.zip"));

        using var loaded = Load();

        Scores(loaded).Should().HaveCount(3);
    }

    [Fact]
    public void WithLmmOptions_OtherThreadsAndBatchSize_PredictsTheSame()
    {
        var expected = Save(_folder.File("lmm"));
        using var loaded = Load();

        using var configured = loaded.WithLmmOptions(loaded.LmmOptions with { ThreadCount = 1, BatchSize = 1, Provider = ExecutionProvider.Cpu });

        configured.LmmOptions.ThreadCount.Should().Be(1);
        loaded.LmmOptions.ThreadCount.Should().Be(0);
        Scores(configured).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void WithLmmOptions_DeviceThatIsNotThere_ReachesOnnxRuntime()
    {
        Save(_folder.File("lmm"));
        using var loaded = Load();

        using var configured = loaded.WithLmmOptions(loaded.LmmOptions with { Provider = ExecutionProvider.DirectML, GpuDeviceId = 97 });

        configured.Invoking(Scores).Should().Throw<InvalidOperationException>().WithMessage("*device 97*");
    }

    [Fact]
    public void WithLmmOptions_OtherPrecision_IsRefused()
    {
        Save(_folder.File("lmm"));
        using var loaded = Load();

        loaded.Invoking(transformer => transformer.WithLmmOptions(new LmmOptions { Precision = "fp16" })).Should().Throw<ArgumentException>()
            .Which.ParamName.Should().Be("options");
    }

    [Fact]
    public void WithSav_LoadedPipeline_ChangesItsTransformer()
    {
        var data = _context.Data.LoadFromEnumerable(Question.Create(4));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.MulticlassClassification.Trainers.Sav(Question.Options()))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        _context.Model.Save(pipeline.Fit(data), data.Schema, _folder.File("pipeline.zip"));
        var loaded = _context.Model.Load(_folder.File("pipeline.zip"), out _);

        var changed = loaded.WithSav(sav => sav.WithLmmOptions(sav.LmmOptions with { ThreadCount = 2 }));

        changed.Should().BeAssignableTo<IEnumerable<ITransformer>>().Which.OfType<SavTransformer>().Should().ContainSingle()
            .Which.LmmOptions.ThreadCount.Should().Be(2);
        changed.Transform(data).GetColumn<string>("PredictedLabel").Should().Equal(loaded.Transform(data).GetColumn<string>("PredictedLabel"));
        using var engine = _context.Model.CreatePredictionEngine<Question, Prediction>(changed);
        engine.Predict(Question.Create(1)[0]).PredictedLabel.Should().Be("animals");
    }

    [Fact]
    public void WithSav_ModelWithoutSav_Throws()
    {
        var data = _context.Data.LoadFromEnumerable(Question.Create(2));
        var other = _context.Transforms.Conversion.MapValueToKey("Label").Fit(data);

        other.Invoking(model => model.WithSav(sav => sav)).Should().Throw<ArgumentException>().WithMessage("*SavTransformer*");
    }

    [Fact]
    public void GetSav_ChainInAChain_ReturnsItsTransformer()
    {
        var data = _context.Data.LoadFromEnumerable(Question.Create(4));
        var trainer = _context.MulticlassClassification.Trainers.Sav(Question.Options())
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        ITransformer pipeline = _context.Transforms.Conversion.MapValueToKey("Label").Append(trainer).Fit(data);

        var sav = pipeline.GetSav();

        sav.Model.ClassNames.Should().BeEquivalentTo(Question.Create(4).Select(question => question.Label).Distinct());
        sav.GetSav().Should().BeSameAs(sav);
    }

    [Fact]
    public void GetSav_NoneOrSeveral_Throws()
    {
        var data = Question.Load(_context, Question.Create(4));
        using var sav = _context.MulticlassClassification.Trainers.Sav(Question.Options()).Fit(data);
        ITransformer two = new TransformerChain<ITransformer>(sav, sav);
        ITransformer none = _context.Transforms.CopyColumns("Copy", "Label").Fit(data);

        two.Invoking(model => model.GetSav()).Should().Throw<ArgumentException>().WithMessage("*one SavTransformer*with 2*");
        none.Invoking(model => model.GetSav()).Should().Throw<ArgumentException>().WithMessage("*one SavTransformer*with 0*");
    }

    [Fact]
    public void Save_LmmThatIsNotHere_KeepsWhereItWasBesideTheModel()
    {
        var expected = Save(_folder.File("lmm"));
        Directory.Move(_folder.File("lmm"), _folder.File("away"));
        using (var loaded = Load())
            _context.Model.Save(loaded, null, _folder.File("again.zip"));
        var other = Directory.CreateDirectory(_folder.File("other")).FullName;
        Directory.Move(_folder.File("away"), Path.Combine(other, "lmm"));
        File.Move(_folder.File("again.zip"), Path.Combine(other, "again.zip"));

        using var moved = (SavTransformer)_context.Model.Load(Path.Combine(other, "again.zip"), out _);

        Scores(moved).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering());
    }

    [Fact]
    public void WithSav_LabelMappedForTrainingOnly_ScoresRowsWithoutLabel()
    {
        var data = _context.Data.LoadFromEnumerable(Question.Create(4));
        var pipeline = new EstimatorChain<ITransformer>()
            .Append(_context.Transforms.Conversion.MapValueToKey("Label"), TransformerScope.TrainTest)
            .Append(_context.MulticlassClassification.Trainers.Sav(Question.Options()))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        var unlabelled = _context.Data.LoadFromEnumerable(Question.Create(2).Select(question => new { question.Text }));

        var changed = pipeline.Fit(data).WithSav(sav => sav.WithOnRowError(RowErrorAction.Skip));

        changed.Transform(unlabelled).GetColumn<string>("PredictedLabel").Should().Equal("animals", "weather");
    }

    [Fact]
    public void With_CopyOfACopy_DoesNotKeepTheOthersHosts()
    {
        using var transformer = _context.MulticlassClassification.Trainers.Sav(Question.Options()).Fit(Question.Load(_context, Question.Create(4)));

        using var copy = transformer.WithFeatureCache(null).WithOnRowError(RowErrorAction.Skip).WithRejectionRate(null).WithLmm(SmallLmm.Folder);

        copy.Host.ContextDescription.Length.Should().Be(transformer.Host.ContextDescription.Length);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Trains with a copy of the LMM in a folder, and saves.</summary>
    /// <returns>The scores of the trained transformer.</returns>
    private float[][] Save(string lmm)
    {
        SmallLmm.CopyTo(lmm);
        var estimator = _context.MulticlassClassification.Trainers.Sav(Question.Options(options => options.Lmm = lmm));
        using var transformer = estimator.Fit(Question.Load(_context, Question.Create(6)));
        _context.Model.Save(transformer, null, _folder.File("model.zip"));
        return Scores(transformer);
    }

    private SavTransformer Load() => (SavTransformer)_context.Model.Load(_folder.File("model.zip"), out _);

    private float[][] Scores(SavTransformer transformer) =>
        [.. transformer.Transform(_context.Data.LoadFromEnumerable(Question.Create(3))).GetColumn<float[]>("Score")];
}
