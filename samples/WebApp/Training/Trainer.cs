using System.Threading.Channels;
using Microsoft.ML;
using WebApp.Photos;

namespace WebApp.Training;

/// <summary>Trains when piles change, one training at a time; changes during one lead to another after it.</summary>
internal sealed class Trainer(PhotoLibrary library, LearningLog log, Learner learner, ModelStore store, EventStream events, ILogger<Trainer> logger)
    : BackgroundService
{
    // Dropped photos arrive one by one.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(300);

    private readonly Channel<bool> _changes = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public TrainingStatus Status { get; private set; } = new(TrainingStage.Waiting);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        library.Changed += RequestTraining;
        RequestTraining();
        await foreach (var _ in _changes.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(SettlingTime, stoppingToken);
            try
            {
                await Task.Run(() => TrainAsync(stoppingToken), stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Training failed");
                Report(Status with { Stage = TrainingStage.Failed, Message = exception.GetBaseException().Message });
            }
        }
    }

    private void RequestTraining() => _changes.Writer.TryWrite(true);

    private async Task TrainAsync(CancellationToken cancellationToken)
    {
        learner.DeleteRemoved();
        var photos = library.GetPhotos().FindAll(photo => photo.Label is not null);
        if (photos.DistinctBy(photo => photo.Label).Count() < 2)
        {
            await ReplaceAsync(null, []);
            Report(new TrainingStatus(TrainingStage.Waiting, History: log.GetHistory()));
            return;
        }
        var model = await store.GetAsync(cancellationToken);
        if (model is null || !IsCurrent(model, photos))
        {
            model = Train(model, photos, cancellationToken);
            await ReplaceAsync(model, photos);
        }
        Report(new TrainingStatus(TrainingStage.Ready, photos.Count, photos.Count, Accuracy: GetAccuracy(model), History: log.GetHistory()));
    }

    private static bool IsCurrent(ITransformer model, List<Photo> photos) =>
        photos.TrueForAll(photo => photo.Learned == photo.Label) && model.GetSav().Model.Examples?.Count == photos.Count;

    private ITransformer Train(ITransformer? model, List<Photo> photos, CancellationToken cancellationToken)
    {
        var newCount = photos.Count(photo => photo.Learned is null);
        Report(Status with { Stage = TrainingStage.Learning, Done = 0, Total = newCount, Message = null });
        if (model is not null && learner.Grow(model, photos, done => ReportProgress(done, newCount), cancellationToken) is { } grown)
            return grown;
        return learner.Fit(photos, done => ReportProgress(done, photos.Count), cancellationToken);
    }

    private async Task ReplaceAsync(ITransformer? model, List<Photo> photos)
    {
        // A server that is killed in between must not take the new model for the old one.
        log.Clear();
        await store.ReplaceAsync(model);
        log.Add(photos.ToDictionary(photo => photo.Id, photo => photo.Label!), model is null ? null : GetAccuracy(model));
    }

    private static double? GetAccuracy(ITransformer model) => model.GetSav().Model.Report.LeaveOneOut?.Accuracy;

    private void ReportProgress(int done, int total) => Report(Status with { Done = done, Total = total });

    private void Report(TrainingStatus status)
    {
        Status = status;
        events.Publish("training", status);
    }
}
