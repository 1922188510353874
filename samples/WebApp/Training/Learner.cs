using Microsoft.ML;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Report;
using WebApp.Photos;

namespace WebApp.Training;

/// <summary>Trains models: everything that a program without a page would do too.</summary>
internal sealed class Learner(AppOptions options, PhotoLibrary library)
{
    private readonly MLContext _context = new(seed: 1);
    private readonly ReaderWriterLockSlim _reading = new(); // photos are deleted while nobody reads any

    /// <summary>Trains a model on all photos. The LMM runs for those that it has never seen; the features of the others are kept in a folder.</summary>
    public ITransformer Fit(IReadOnlyCollection<Photo> photos, Action<int> progress, CancellationToken cancellationToken) =>
        Read(() => Train(photos, progress, cancellationToken));

    /// <summary>
    /// Returns a model that has learned new photos, and the right labels of some that it knew: equal to <see cref="Fit"/> on all of them, and
    /// faster. Returns <see langword="null"/> if photos or classes are gone, or the model is not the one that the database remembers.
    /// </summary>
    public ITransformer? Grow(ITransformer model, IReadOnlyCollection<Photo> photos, Action<int> progress, CancellationToken cancellationToken)
    {
        var known = photos.Where(photo => photo.Learned is not null).ToList();
        var moved = known.FindAll(photo => photo.Learned != photo.Label);
        var added = photos.Where(photo => photo.Learned is null).ToList();
        if (known.Count != model.GetSav().Model.Examples?.Count || known.Select(photo => photo.Learned).Except(photos.Select(photo => photo.Label)).Any())
            return null;
        return Read(() => model.WithSav(sav =>
        {
            if (moved.Count > 0)
                sav = sav.Relabel(CreateView(moved));
            return added.Count > 0 ? sav.Update(CreateView(added), new Callback(progress), cancellationToken) : sav;
        }));
    }

    /// <summary>Chooses unsorted photos that are worth labelling.</summary>
    public IReadOnlyList<SuggestedRow> Suggest(IReadOnlyCollection<Photo> photos, IEnumerable<Pile> piles, int count)
    {
        var view = CreateView(photos);
        // Photos without a label have a missing key.
        var names = _context.Data.LoadFromEnumerable(piles.Select(pile => new { Label = pile.Name }));
        var keys = _context.Transforms.Conversion.MapValueToKey(nameof(PhotoRow.Label), keyData: names).Fit(view);
        return Read(() => new SavSuggestions(_context, CreateOptions()).ForLabelling(keys.Transform(view), count));
    }

    /// <summary>Trains a model on some photos, and tests it on others.</summary>
    public SavReport CreateReport(IEnumerable<Photo> training, IEnumerable<Photo> test, CancellationToken cancellationToken) => Read(() =>
    {
        var model = Train(training, _ => { }, cancellationToken);
        using var disposable = model as IDisposable;
        return SavReport.Create(model, CreateView(test), new SavReportOptions { Title = "Piles of photos", CancellationToken = cancellationToken });
    });

    public void Save(ITransformer model, string path) => _context.Model.Save(model, CreateView([]).Schema, path);

    public ITransformer Load(string path)
    {
        var model = _context.Model.Load(path, out _).WithSav(sav => sav.WithFeatureCache(options.FeatureFolder));
        return options.Lmm is { } folder ? model.WithSav(sav => sav.WithLmm(folder)) : model;
    }

    /// <summary>Deletes the features and the files of photos that people removed.</summary>
    public void DeleteRemoved()
    {
        var removed = library.GetRemoved();
        if (removed.Count == 0)
            return;
        _reading.EnterWriteLock();
        try
        {
            if (Directory.Exists(options.FeatureFolder))
                DeleteFeatures(removed);
            library.DeleteFiles(removed);
        }
        finally
        {
            _reading.ExitWriteLock();
        }
    }

    public IDataView CreateView(IEnumerable<Photo> photos) =>
        _context.Data.LoadFromEnumerable(photos.Select(photo => new PhotoRow { ImagePath = library.GetPath(photo), Label = photo.Label ?? "" }));

    private ITransformer Train(IEnumerable<Photo> photos, Action<int> progress, CancellationToken cancellationToken)
    {
        var options = CreateOptions();
        options.KeepExamples = true; // so that the model can grow
        options.Progress = new Callback(progress);
        options.CancellationToken = cancellationToken;
        return _context.Transforms.Conversion.MapValueToKey(nameof(PhotoRow.Label))
            .Append(_context.MulticlassClassification.Trainers.Sav(options))
            .Append(_context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(CreateView(photos));
    }

    private void DeleteFeatures(IEnumerable<Photo> photos)
    {
        if (library.GetPhotos().Count == 0)
            Directory.Delete(options.FeatureFolder, recursive: true); // those of other LMMs too
        else
            new SavFeatureCache(_context, CreateOptions()).Remove(CreateView(photos.Where(photo => File.Exists(library.GetPath(photo)))));
    }

    private T Read<T>(Func<T> work)
    {
        _reading.EnterReadLock();
        try
        {
            return work();
        }
        finally
        {
            _reading.ExitReadLock();
        }
    }

    private SavEstimator.Options CreateOptions() => new()
    {
        Lmm = options.Lmm,
        ImageColumnName = nameof(PhotoRow.ImagePath),
        RejectionRate = options.RejectionRate,
        FeatureCacheFolder = options.FeatureFolder,
    };

    private sealed class Callback(Action<int> progress) : IProgress<SavProgress>
    {
        public void Report(SavProgress value) => progress((int)value.Examples);
    }
}
