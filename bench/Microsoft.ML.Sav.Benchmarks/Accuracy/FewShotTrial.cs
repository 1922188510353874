using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>One random choice of training images, and the images to test on.</summary>
internal sealed class FewShotTrial
{
    private readonly string[] _classes;
    private readonly IReadOnlyDictionary<Photo, float[]> _vectors;
    private readonly List<Photo> _shots = [];
    private readonly List<Photo> _test = [];

    /// <param name="dataSet">The images.</param>
    /// <param name="vectors">Vectors of all heads per image.</param>
    /// <param name="shots">Training images per class.</param>
    /// <param name="maxTest">Greatest number of test images per class.</param>
    /// <param name="seed">Seed of the choice.</param>
    public FewShotTrial(DataSet dataSet, IReadOnlyDictionary<Photo, float[]> vectors, int shots, int maxTest, int seed)
    {
        _classes = dataSet.Classes;
        _vectors = vectors;
        var random = new Random(seed);
        foreach (var name in _classes)
        {
            var photos = dataSet.Training.Where(photo => photo.Label == name).ToArray();
            if (photos.Length < shots || (photos.Length == shots && dataSet.Test is null))
                throw new InvalidDataException($"'{dataSet.Folder}' has {photos.Length} images of '{name}', too few for {shots} shots.");
            random.Shuffle(photos);
            _shots.AddRange(photos[..shots]);
            _test.AddRange((dataSet.Test?.Where(photo => photo.Label == name) ?? photos[shots..]).Take(maxTest));
        }
    }

    /// <summary>Trains a classifier, and measures the share of test images that it predicts correctly.</summary>
    /// <param name="all">The heads in the vectors.</param>
    /// <param name="available">The heads to choose from.</param>
    /// <param name="headCount">Number of heads to keep.</param>
    /// <param name="tieRule">Which class wins if several have the same number of votes.</param>
    public double MeasureAccuracy(FeatureLayout all, FeatureLayout available, int headCount, VoteTieRule tieRule)
    {
        using var support = new SupportSet(available, _classes.Length);
        foreach (var photo in _shots)
            support.Add(all.Gather(_vectors[photo], FindPositions(all, available)), FindClass(photo));
        var classifier = ClassifierTrainer.Train(
            support, new ClassifierOptions { Kind = ClassifierKind.SparseAttentionVectors, HeadCount = headCount, TieRule = tieRule }).Classifier;
        var kept = FindPositions(all, classifier.Layout);
        return (double)_test.Count(photo => classifier.Predict(all.Gather(_vectors[photo], kept)) == FindClass(photo)) / _test.Count;
    }

    private int FindClass(Photo photo) => Array.IndexOf(_classes, photo.Label);

    private static int[] FindPositions(FeatureLayout all, FeatureLayout some) => [.. some.Select(all.FindPosition)];
}
