using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>
/// Trains <see cref="ClassifierKind.GaussianHeads"/> and <see cref="ClassifierKind.Auto"/>: a linear classifier that is a weighted sum of
/// experts, one per kind of feature.
/// </summary>
internal sealed class GaussianTrainer
{
    // With one example per class: logit between the class of an equal example and that of an unrelated one, whose squared distance is
    // twice the variance of all examples. A prior, as nothing can be measured.
    private const double OneShotConfidence = 8;

    private readonly ClassifierKind _kind;
    private readonly ILabelledExamples _examples;
    private readonly ExampleClasses _classes;
    private readonly ParallelOptions _parallel;
    private readonly FeatureRanking _ranking;
    private readonly GaussianExpert[] _experts;

    private GaussianTrainer(ClassifierKind kind, ILabelledExamples examples, int headCount, ParallelOptions parallel)
    {
        _kind = kind;
        _examples = examples;
        _classes = new ExampleClasses(examples);
        _parallel = parallel;
        var positions = GetKinds(kind).Select(examples.Layout.FindPositions).ToArray();
        if (positions.All(ofKind => ofKind.Length == 0))
            throw new ArgumentException($"Training {kind} needs features of the kinds {string.Join(", ", GetKinds(kind))}, found none.", nameof(examples));
        _ranking = FeatureRanking.Compute(examples, _classes, positions.SelectMany(ofKind => ofKind), _parallel);
        _experts = [.. positions.Select(ofKind => Array.FindAll(ofKind, _ranking.IsInformative))
            .Where(candidates => candidates.Length > 0).Select(candidates => Choose(candidates, headCount))];
    }

    /// <summary>Trains a classifier. The result does not depend on the number of threads.</summary>
    /// <param name="kind"><see cref="ClassifierKind.GaussianHeads"/> or <see cref="ClassifierKind.Auto"/>.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="headCount">Number of heads to keep per kind, if there are as many.</param>
    /// <param name="parallel">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Fewer than two classes have examples, or no feature is of the classifier's kinds.</exception>
    /// <exception cref="OperationCanceledException">The token of <paramref name="parallel"/> was cancelled.</exception>
    public static TrainedClassifier Train(ClassifierKind kind, ILabelledExamples examples, int headCount, ParallelOptions? parallel = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headCount, 1);
        var trainer = new GaussianTrainer(kind, examples, headCount, parallel ?? new ParallelOptions());
        return trainer._experts.Length == 0 ? trainer.TrainUniform()
            : trainer._classes.Scored.Length == 0 ? trainer.TrainOneShot()
            : trainer.TrainStack();
    }

    // The most preferred first: image features are the most accurate of few images, and need no decoder.
    private static FeatureKind[] GetKinds(ClassifierKind kind) => kind == ClassifierKind.GaussianHeads
        ? [FeatureKind.LastToken]
        : [FeatureKind.VisionEncoder, FeatureKind.Projector, FeatureKind.TokenMean, FeatureKind.LastToken];

    private GaussianExpert Choose(int[] candidates, int headCount)
    {
        var count = Math.Min(headCount, candidates.Length);
        var chosen = _classes.Scored.Length == 0
            ? SeparationRanking.SelectBest(_examples, candidates, count, _parallel)
            : [.. _ranking.SelectBest(candidates, count, _classes.Scored).Select(position => (position, _ranking.ComputeScore(position, _classes.Scored)))];
        return new GaussianExpert(_examples.Layout[candidates[0]].Kind, candidates, chosen);
    }

    // All examples look the same: the classes are equally probable.
    private TrainedClassifier TrainUniform()
    {
        var position = _examples.Layout.FindPositions(GetKinds(_kind).First(kind => _examples.Layout.FindPositions(kind).Length > 0))[0];
        var report = new ClassifierReport(_kind, [new FeatureScore(_examples.Layout[position], 0)], [], LeaveOneOut: null);
        return new TrainedClassifier(LinearMap.Fit(_examples, _classes, [(position, 0)], _parallel), report)
            .WithLeaveOneOut(_examples, new StackedScores(_classes, _parallel).CreateUniform());
    }

    // One example per class: none can be left out to compare experts. The first one that sees all examples differently decides.
    private TrainedClassifier TrainOneShot()
    {
        var first = Math.Max(0, Array.FindIndex(_experts, expert => AreAllDifferent(expert.Features[0].Position)));
        var weights = new double[_experts.Length];
        weights[first] = OneShotConfidence / (_examples.Count - 1.0 + _examples.Layout[_experts[first].Features[0].Position].Size);
        return CreateResult(weights, expertScores: null, [.. Enumerable.Repeat(Array.Empty<float>(), _examples.Count)]);
    }

    // For example not the images of several questions about one image.
    private bool AreAllDifferent(int position)
    {
        var bytes = MemoryMarshal.AsBytes(_examples.ReadFeature(position).AsSpan());
        var length = bytes.Length / _examples.Count;
        var seen = new HashSet<string>();
        for (var example = 0; example < _examples.Count; example++)
            seen.Add(Convert.ToHexString(SHA256.HashData(bytes.Slice(example * length, length))));
        return seen.Count == _examples.Count;
    }

    private TrainedClassifier TrainStack()
    {
        var folds = StratifiedFolds.Create(_classes, _ranking);
        var logits = NestedLogits.Compute(_examples, _classes, _experts, folds, _ranking, _parallel);
        var scores = new StackedScores(_classes, _parallel);
        return CreateResult(
            ExpertSelection.Fit(logits, _parallel),
            [.. _experts.Select((_, e) => scores.ComputeOnAll(logits.SelectExperts([e])))],
            scores.ComputeOnFolds(logits, folds));
    }

    private TrainedClassifier CreateResult(double[] weights, float[][][]? expertScores, float[][] scores)
    {
        var kept = Enumerable.Range(0, _experts.Length).Where(e => weights[e] > 0).ToArray();
        var features = kept.SelectMany(e => _experts[e].Features, (e, feature) => (feature.Position, weights[e] / _experts[e].Features.Length)).ToArray();
        var report = new ClassifierReport(
            _kind,
            [.. kept.SelectMany(e => _experts[e].Features).Select(feature => new FeatureScore(_examples.Layout[feature.Position], feature.Score))],
            [.. _experts.Select((expert, e) => new ExpertReport(
                expert.Kind, expert.Features.Length, weights[e],
                expert.Features.Average(feature => _ranking.GetShrinkage(feature.Position)), Measure(expertScores?[e])))],
            LeaveOneOut: null);
        return new TrainedClassifier(LinearMap.Fit(_examples, _classes, features, _parallel), report).WithLeaveOneOut(_examples, scores);
    }

    private ClassificationQuality? Measure(float[][]? scores) =>
        scores is null ? null : ClassificationQuality.Compute(scores, [.. Enumerable.Range(0, _examples.Count).Select(_examples.GetClass)]);
}
