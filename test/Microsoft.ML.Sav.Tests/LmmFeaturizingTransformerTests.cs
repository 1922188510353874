using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tests;

/// <summary>The LMM's features as a column of ML.NET's pipelines, with small LMMs of random weights.</summary>
// In turn with other tests that look for LMMs, since the folders to search are the process's.
[Collection(PhotoClassifierCollection.Name)]
public sealed class LmmFeaturizingTransformerTests : IDisposable
{
    private static readonly string Llava = Repository.Fixture("llava");

    private readonly MLContext _context = new(seed: 1);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Transform_NotNormalized_GivesTheVectorsOfTheExtractor()
    {
        using var transformer = Fit(options => (options.FeatureKinds, options.Normalize) = ([FeatureKind.LastToken], false));
        using var lmm = MultimodalModel.Open(SmallLmm.Folder);
        using var extractor = lmm.CreateFeatureExtractor(transformer.Features);

        Vectors(transformer, Question.Create(1)).Single().Should().Equal(extractor.Extract(new Prompt(Question.Create(1)[0].Text, [])));
    }

    [Fact]
    public void Transform_Normalized_GivesEachFeatureLengthOne()
    {
        using var transformer = Fit();

        var vectors = Vectors(transformer, Question.Create(2));

        vectors.Should().HaveCount(2);
        vectors.SelectMany(vector => Enumerable.Range(0, transformer.Features.Count).Select(position => Length(transformer.Features.Slice(vector, position).ToArray())))
            .Should().AllSatisfy(length => length.Should().BeApproximately(1, 1e-5));
    }

    [Fact]
    public void GetOutputSchema_Always_HasSizeAndSlotNames()
    {
        using var transformer = Fit(options => options.FeatureKinds = [FeatureKind.LastToken]);
        var names = default(VBuffer<ReadOnlyMemory<char>>);

        var column = transformer.GetOutputSchema(Data(Question.Create(1)).Schema)["Features"];
        column.GetSlotNames(ref names);

        column.Type.Should().Be(new VectorDataViewType(NumberDataViewType.Single, transformer.Features.VectorLength));
        column.IsNormalized().Should().BeTrue();
        var expected = transformer.Features.SelectMany(feature => Enumerable.Range(0, feature.Size).Select(i => $"{feature}[{i}]"));
        names.DenseValues().Select(name => name.ToString()).Should().Equal(expected).And.StartWith("L0.H0[0]").And.OnlyHaveUniqueItems();
    }

    [Fact]
    public void Fit_LogisticRegressionOnTheFeatures_LearnsTheTexts()
    {
        var data = Data(Question.Create(12));
        var pipeline = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.FeaturizeWithLmm("Features", SmallLmm.Folder, textColumnName: nameof(Question.Text)))
            .AppendCacheCheckpoint(_context)
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(l1Regularization: 0, l2Regularization: 0.01f))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"));

        var model = pipeline.Fit(data);

        model.Transform(data).GetColumn<string>("PredictedLabel").Should().Equal(Question.Create(12).Select(question => question.Label));
    }

    [Fact]
    public void Load_SavedPipeline_PredictsTheSame()
    {
        var data = Data(Question.Create(6));
        var model = _context.Transforms.Conversion.MapValueToKey("Label")
            .Append(_context.Transforms.FeaturizeWithLmm("Features", SmallLmm.Folder, textColumnName: nameof(Question.Text)))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy())
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel")).Fit(data);
        _context.Model.Save(model, data.Schema, _folder.File("model.zip"));

        var loaded = new MLContext().Model.Load(_folder.File("model.zip"), out _);

        loaded.Transform(data).GetColumn<float[]>("Score").Should()
            .BeEquivalentTo(model.Transform(data).GetColumn<float[]>("Score"), options => options.WithStrictOrdering()).And.HaveCount(6);
        using var engine = _context.Model.CreatePredictionEngine<Question, Prediction>(loaded);
        engine.Predict(Question.Create(1)[0]).Score.Should().Equal(model.Transform(data).GetColumn<float[]>("Score").First());
    }

    [Fact]
    public void Fit_PcaAndKMeans_TakeTheFeatures()
    {
        var data = Data(Question.Create(10));
        var pipeline = _context.Transforms.FeaturizeWithLmm("Features", SmallLmm.Folder, textColumnName: nameof(Question.Text))
            .AppendCacheCheckpoint(_context)
            .Append(_context.Transforms.ProjectToPrincipalComponents("Components", "Features", rank: 3))
            .Append(_context.Clustering.Trainers.KMeans("Components", numberOfClusters: 2));

        var clusters = pipeline.Fit(data).Transform(data);

        clusters.GetColumn<uint>("PredictedLabel").Should().HaveCount(10).And.OnlyContain(cluster => cluster == 1 || cluster == 2);
    }

    [Fact]
    public void Load_EveryOption_IsKept()
    {
        using var transformer = Fit(options =>
        {
            (options.OutputColumnName, options.Prompt, options.Normalize) = ("Vector", "Hear: {text}", false);
            options.FeatureKinds = [FeatureKind.LastToken, FeatureKind.TokenMean];
            options.LmmOptions = new LmmOptions { FloatActivations = true };
        });
        _context.Model.Save(transformer, null, _folder.File("model.zip"));

        using var loaded = (LmmFeaturizingTransformer)_context.Model.Load(_folder.File("model.zip"), out _);

        loaded.Features.Should().Equal(transformer.Features);
        loaded.LmmFingerprint.Should().Be(transformer.LmmFingerprint);
        loaded.LmmFolder.Should().Be(transformer.LmmFolder);
        loaded.LmmOptions.FloatActivations.Should().BeTrue();
        Vectors(loaded, Question.Create(2), "Vector").Should().HaveCount(2)
            .And.BeEquivalentTo(Vectors(transformer, Question.Create(2), "Vector"), options => options.WithStrictOrdering());
    }

    [Fact]
    public void WithLmm_LmmMoved_IsFound()
    {
        SmallLmm.CopyTo(_folder.File("before"));
        var data = Data(Question.Create(3));
        var pipeline = _context.Transforms.FeaturizeWithLmm("Features", _folder.File("before"), textColumnName: nameof(Question.Text))
            .Append(_context.Transforms.CopyColumns("Copy", "Features"));
        using (var trained = pipeline.Fit(data))
            _context.Model.Save(trained, data.Schema, _folder.File("model.zip"));
        Directory.Move(_folder.File("before"), _folder.File("after"));
        var loaded = _context.Model.Load(_folder.File("model.zip"), out _);
        loaded.Invoking(model => model.Transform(data).GetColumn<float[]>("Copy").ToArray()).Should().Throw<InvalidOperationException>()
            .Which.GetBaseException().Should().BeOfType<SavLmmNotFoundException>();

        var located = loaded.WithLmmFeaturizer(featurizer => featurizer.WithLmm(_folder.File("after")).WithLmmOptions(featurizer.LmmOptions with { ThreadCount = 1 }));

        located.Transform(data).GetColumn<float[]>("Copy").Should().HaveCount(3);
        loaded.Invoking(model => model.WithSav(sav => sav)).Should().Throw<ArgumentException>().WithMessage("*SavTransformer*");
    }

    [Fact]
    public void Transform_BadRow_IsNamed()
    {
        using var transformer = Fit();

        this.Invoking(test => test.Vectors(transformer, [Question.Create(1)[0], new Question()])).Should().Throw<SavRowException>().Which.Row.Should().Be(1);
    }

    [Fact]
    public void Transform_OtherColumnsOnly_RunsNothing()
    {
        using var transformer = Fit();
        var data = Data(Question.Create(2));

        transformer.Transform(data).GetColumn<string>("Label").Should().HaveCount(2);
        IRowToRowMapper mapper = ((ITransformer)transformer).GetRowToRowMapper(data.Schema);

        transformer.TokenCount.Should().Be(0);
        mapper.GetDependencies([mapper.OutputSchema["Features"]]).Select(column => column.Name).Should().Equal("Text");
    }

    [Fact]
    public void Transform_ReadTwiceInARow_RunsTheLmmOnce()
    {
        using var transformer = Fit();
        Vectors(transformer, Question.Create(1)).Should().ContainSingle();
        var tokens = transformer.TokenCount;
        var view = transformer.Transform(Data(Question.Create(1)));
        var (first, second) = (default(VBuffer<float>), default(VBuffer<float>));

        using var cursor = view.GetRowCursor([view.Schema["Features"]]);
        cursor.MoveNext().Should().BeTrue();
        cursor.GetGetter<VBuffer<float>>(view.Schema["Features"])(ref first);
        var getter = cursor.GetGetter<VBuffer<float>>(view.Schema["Features"]);
        getter(ref second);
        getter(ref second);

        transformer.TokenCount.Should().Be(2 * tokens);
        second.DenseValues().Should().Equal(first.DenseValues());
    }

    [Fact]
    public void Transform_PathSeveralPathsBytesAndMLImage_GivesTheSameVectors()
    {
        var path = Photo.Path("train", "bag", 0);
        using var image = MLImage.CreateFromFile(path);
        var row = new Pictures { Path = path, Paths = [path, ""], Bytes = File.ReadAllBytes(path), Image = image };
        var data = _context.Data.LoadFromEnumerable([row]);

        var vectors = new[] { "Path", "Paths", "Bytes", "Image" }.Select(column =>
        {
            using var transformer = _context.Transforms.FeaturizeWithLmm("Features", Llava, imageColumnName: column).Fit(data);
            return transformer.Transform(data).GetColumn<float[]>("Features").Single();
        }).ToArray();

        vectors.Should().HaveCount(4).And.AllSatisfy(vector => vector.Should().Equal(vectors[0]));
        vectors[0].Should().Contain(value => value != 0);
    }

    [Fact]
    public void Transform_TwoImages_AveragesTheirFeatures()
    {
        string[] paths = [Photo.Path("train", "bag", 0), Photo.Path("train", "trouser", 0)];
        var data = _context.Data.LoadFromEnumerable([new Pictures { Paths = paths }, new Pictures { Paths = paths[..1] }, new Pictures { Paths = paths[1..] }]);
        using var transformer = _context.Transforms.FeaturizeWithLmm(
            new LmmFeaturizingEstimator.Options { Lmm = Llava, ImageColumnName = "Paths", Normalize = false }).Fit(data);

        var vectors = transformer.Transform(data).GetColumn<float[]>("Features").ToArray();

        vectors.Should().HaveCount(3);
        vectors[0].Should().HaveSameCount(vectors[1]).And.NotBeEmpty();
        Enumerable.Range(0, vectors[0].Length).Should().AllSatisfy(i => vectors[0][i].Should().BeApproximately((vectors[1][i] + vectors[2][i]) / 2, 1e-4f));
    }

    [Fact]
    public void Transform_ManyThreads_GivesTheSameVectors()
    {
        using var transformer = Fit();
        var expected = Vectors(transformer, Question.Create(4));

        Parallel.For(0, 4, _ => Vectors(transformer, Question.Create(4)).Should().BeEquivalentTo(expected, options => options.WithStrictOrdering()));
    }

    [Fact]
    public void CrossValidate_FeatureCache_RunsEachRowOnce()
    {
        var data = Question.Load(_context, Question.Create(20));
        var pipeline = _context.Transforms.FeaturizeWithLmm(Options(options => options.FeatureCacheFolder = _folder.File("cache")))
            .Append(_context.MulticlassClassification.Trainers.LbfgsMaximumEntropy());

        var folds = _context.MulticlassClassification.CrossValidate(data, pipeline, numberOfFolds: 5, seed: 1);

        Directory.GetFiles(_folder.File("cache"), "*.f32", SearchOption.AllDirectories).Should().HaveCount(20);
        var featurizers = folds.SelectMany(fold => (IEnumerable<ITransformer>)fold.Model).OfType<LmmFeaturizingTransformer>().ToArray();
        featurizers.Should().HaveCount(5);
        using var once = Fit();
        Vectors(once, Question.Create(20)).Should().HaveCount(20);
        featurizers.Sum(featurizer => featurizer.TokenCount).Should().Be(once.TokenCount);
    }

    [Fact]
    public void Dispose_Disposed_NamesTheFeaturizer()
    {
        var transformer = Fit();

        transformer.Dispose();

        this.Invoking(test => test.Vectors(transformer, Question.Create(1))).Should().Throw<ObjectDisposedException>().WithMessage("*LmmFeaturizingTransformer*");
    }

    public void Dispose() => _folder.Dispose();

    private static LmmFeaturizingEstimator.Options Options(Action<LmmFeaturizingEstimator.Options>? configure = null)
    {
        var options = new LmmFeaturizingEstimator.Options { Lmm = SmallLmm.Folder, TextColumnName = nameof(Question.Text) };
        configure?.Invoke(options);
        return options;
    }

    private LmmFeaturizingTransformer Fit(Action<LmmFeaturizingEstimator.Options>? configure = null) =>
        _context.Transforms.FeaturizeWithLmm(Options(configure)).Fit(Data(Question.Create(1)));

    private IDataView Data(IEnumerable<Question> questions) => _context.Data.LoadFromEnumerable(questions);

    private float[][] Vectors(LmmFeaturizingTransformer transformer, Question[] questions, string column = "Features") =>
        [.. transformer.Transform(Data(questions)).GetColumn<float[]>(column)];

    private static double Length(float[] vector) => Math.Sqrt(vector.Sum(value => (double)value * value));

    private sealed class Pictures
    {
        public string Path { get; set; } = "";

        public string[] Paths { get; set; } = [];

        public byte[] Bytes { get; set; } = [];

        [Microsoft.ML.Transforms.Image.ImageType(28, 28)]
        public MLImage? Image { get; set; }
    }
}
