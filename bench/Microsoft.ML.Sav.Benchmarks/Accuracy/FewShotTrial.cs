using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Benchmarks.Accuracy;

/// <summary>One choice of shots, and the images to test on.</summary>
internal sealed class FewShotTrial
{
    private readonly string[] _classes;
    private readonly IReadOnlyDictionary<Photo, float[]> _vectors;
    private readonly List<Photo> _shots = [];
    private readonly List<Photo> _test = [];

    /// <param name="dataSet">The images.</param>
    /// <param name="vectors">Vectors of all heads of all images.</param>
    /// <param name="shots">Shots a class, chosen at random.</param>
    /// <param name="maxTest">Test images a class, at most.</param>
    /// <param name="seed">Of the choice.</param>
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

    public int TestCount => _test.Count;

    /// <summary>Keeps heads by the shots. The share of test images that they predict rightly.</summary>
    /// <param name="all">The heads in the vectors.</param>
    /// <param name="available">The heads to choose from.</param>
    /// <param name="headCount">Number of heads to keep.</param>
    /// <param name="tieRule">Which class wins among those with equal votes.</param>
    public double Accuracy(HeadLayout all, HeadLayout available, int headCount, VoteTieRule tieRule)
    {
        using var support = new SupportSet(available, _classes.Length);
        foreach (var photo in _shots)
            support.Add(all.Gather(_vectors[photo], Positions(all, available)), ClassOf(photo));
        var classifier = HeadSelection.Create(support, headCount, tieRule).Classifier;
        var kept = Positions(all, classifier.Layout);
        return (double)_test.Count(photo => Predict(classifier, all.Gather(_vectors[photo], kept)) == ClassOf(photo)) / _test.Count;
    }

    private int ClassOf(Photo photo) => Array.IndexOf(_classes, photo.Label);

    private static int Predict(HeadClassifier classifier, float[] vectors)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(vectors, scores);
        return scores.IndexOf(scores.Max());
    }

    private static int[] Positions(HeadLayout all, HeadLayout some) => [.. some.Select(all.FindPosition)];
}
