using System.IO.Compression;
using Microsoft.ML.Data;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Tests.Storage;

[Collection(PhotoClassifierCollection.Name)]
public sealed class TransformerFileTests(PhotoClassifier classifier) : IDisposable
{
    private readonly MLContext _context = new(seed: 1);
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public void Load_SavedPipeline_PredictsTheSame()
    {
        var photos = Photo.Test(1);
        _context.Model.Save(classifier.Pipeline, classifier.TrainingData.Schema, _file);

        var loaded = new MLContext().Model.Load(_file, out var schema);

        schema.Select(column => column.Name).Should().Equal(classifier.TrainingData.Schema.Select(column => column.Name));
        classifier.Predict(loaded, photos).Should()
            .BeEquivalentTo(classifier.Predict(classifier.Pipeline, photos), options => options.WithStrictOrdering());
    }

    [Fact]
    public void Load_SavedTransformer_HasTheSameModelAndAnnotations()
    {
        var loaded = SaveAndLoad(classifier.Transformer);

        loaded.Model.Should().BeEquivalentTo(classifier.Transformer.Model);
        loaded.LmmFolder.Should().Be(classifier.Transformer.LmmFolder);
        loaded.LmmFingerprint.Should().Be(classifier.Transformer.LmmFingerprint);
        var score = loaded.GetOutputSchema(classifier.TrainingData.Schema)["Score"];
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        score.GetSlotNames(ref names);
        names.DenseValues().Select(name => name.ToString()).Should().Equal(Photo.Classes);
    }

    [Fact]
    public void Load_SavedTwice_IsTheSameFile()
    {
        _context.Model.Save(SaveAndLoad(classifier.Transformer), null, _file);
        var once = Entries();
        _context.Model.Save((ITransformer)_context.Model.Load(_file, out _), null, _file);

        Entries().Should().BeEquivalentTo(once);
    }

    [Fact]
    public void Load_OtherOptions_AreKept()
    {
        var data = _context.LoadWithKeys(Photo.Training(1));
        using var transformer = _context.MulticlassClassification.Trainers.Sav(PhotoClassifier.Options(options =>
        {
            options.TextColumnName = "Question";
            options.Prompt = "Hear: {text}";
            options.HeadCount = 2;
            options.Classifier = ClassifierKind.SparseAttentionVectors;
            options.TieRule = VoteTieRule.FirstVoted;
            options.LmmOptions = new LmmOptions { FloatActivations = true };
            options.ScoreColumnName = "Votes";
            options.PredictedLabelColumnName = "Class";
        })).Fit(data);

        var loaded = SaveAndLoad(transformer);

        loaded.Model.Classifier.Should().BeOfType<SavClassifier>().Which.TieRule.Should().Be(VoteTieRule.FirstVoted);
        loaded.Transform(data).GetColumn<float[]>("Votes").Should().HaveCount(3).And.BeEquivalentTo(transformer.Transform(data).GetColumn<float[]>("Votes"));
        loaded.Transform(data).GetColumn<uint>("Class").Should().Equal(transformer.Transform(data).GetColumn<uint>("Class"));
    }

    [Fact]
    public void Load_FileMovedWithTheLmm_FindsItRelativeToTheFile()
    {
        var (before, after) = (Directory.CreateTempSubdirectory().FullName, Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()));
        SmallLmm.CopyTo(Path.Combine(before, "lmm"));
        var data = FitAndSave(Path.Combine(before, "lmm"), Path.Combine(before, "model.zip"));
        Directory.Move(before, after);

        using var loaded = (SavTransformer)_context.Model.Load(Path.Combine(after, "model.zip"), out _);

        loaded.Transform(data).GetColumn<uint>("PredictedLabel").Should().HaveCount(2);
        Directory.Delete(after, recursive: true);
    }

    [Fact]
    public void Load_LmmGone_OpensTheSchemaAndNamesTheFingerprintAtTheFirstRow()
    {
        var folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "lmm");
        SmallLmm.CopyTo(folder);
        var data = FitAndSave(folder, _file);
        Directory.Delete(folder, recursive: true);

        using var loaded = (SavTransformer)_context.Model.Load(_file, out _);

        var view = loaded.Transform(data);
        view.Schema.Should().Contain(column => column.Name == "Score");
        view.Invoking(rows => rows.GetColumn<uint>("PredictedLabel").ToArray()).Should().Throw<SavLmmNotFoundException>()
            .WithMessage($"*{loaded.LmmFingerprint}*{folder}*SavModelLocator*");
    }

    public void Dispose() => File.Delete(_file);

    private IDataView FitAndSave(string lmm, string file)
    {
        var data = _context.LoadWithKeys([new Photo { Question = "yes", Label = "a" }, new Photo { Question = "no", Label = "b" }]);
        using var transformer = _context.MulticlassClassification.Trainers.Sav(lmm, textColumnName: "Question", headCount: 2).Fit(data);
        _context.Model.Save(transformer, null, file);
        return data;
    }

    private SavTransformer SaveAndLoad(SavTransformer transformer)
    {
        _context.Model.Save(transformer, null, _file);
        return (SavTransformer)_context.Model.Load(_file, out _);
    }

    private Dictionary<string, byte[]> Entries()
    {
        using var archive = ZipFile.OpenRead(_file);
        return archive.Entries.ToDictionary(entry => entry.FullName, Content);
    }

    private static byte[] Content(ZipArchiveEntry entry)
    {
        using var content = entry.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
