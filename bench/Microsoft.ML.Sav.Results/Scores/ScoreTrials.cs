using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Rejection;
using Microsoft.ML.Sav.Results.Features;
using Microsoft.ML.Sav.Results.Measuring;
using Microsoft.ML.Sav.Results.Splitting;

namespace Microsoft.ML.Sav.Results.Scores;

/// <summary>Measures label sets and rejection on the splits of a data set.</summary>
/// <param name="features">The data set.</param>
/// <param name="other">Another data set, all of whose rows are unknown; <see langword="null"/> if there is none.</param>
internal sealed class ScoreTrials(FeatureTable features, FeatureTable? other)
{
    public const double Coverage = 0.9;
    public const double RejectionRate = 0.05;

    private const int Draws = 200;

    /// <summary>Measures one split: with all classes, and without one class, which differs between seeds.</summary>
    public ScoreMeasurement Measure(FewShotSplit split, int shots)
    {
        var training = split.GetTraining(shots);
        var trained = Train(training);
        var classes = features.DataSet.GetClasses(split.Test);
        var scores = Array.ConvertAll(split.Test, row => Score(trained, features, row));
        var quality = Quality.Measure(scores, classes);
        var sets = scores.Select(row => trained.ConformalPredictor!.SelectClasses(row, Coverage)).ToArray();

        var heldOut = split.Seed % features.DataSet.Classes.Count;
        var partly = Train([.. training.Where(row => features.DataSet.GetClass(row) != heldOut)]);
        var known = MeasureStrangeness(partly, features, split.Test.Where(row => features.DataSet.GetClass(row) != heldOut));
        var unknown = MeasureStrangeness(partly, features, split.Test.Where(row => features.DataSet.GetClass(row) == heldOut));
        return new ScoreMeasurement(features.DataSet.Name, shots)
        {
            Covered = sets.Zip(classes, (set, own) => set.Contains(own) ? 1.0 : 0).Average(),
            SetSize = sets.Average(set => set.Count),
            ErrorRate = 1 - quality.Accuracy,
            RiskCoverageArea = RiskCoverage.Compute(scores, classes).Area,
            CalibrationError = quality.CalibrationError,
            ChanceCalibrationError = SimulateCalibrationError(scores, split.Seed),
            Overconfidence = scores.Average(row => row.Max()) - quality.Accuracy,
            FalseRejectRate = Average(MeasureStrangeness(trained, features, split.Test), trained.RejectOption!),
            HeldOutRejected = Average(unknown, partly.RejectOption!),
            HeldOutArea = unknown.Average(value => known.Average(of => of < value ? 1 : of == value ? 0.5 : 0)),
            OtherRejected = other is null ? null : Average(MeasureStrangeness(trained, other, Enumerable.Range(0, other.Rows.Count)), trained.RejectOption!),
            ClassifierBytes = sizeof(float) * (double)trained.Classifier.Layout.VectorLength * trained.Classifier.ClassCount,
            RejectBytes = CountBytes(trained.RejectOption!),
        };
    }

    private TrainedClassifier Train(int[] training)
    {
        using var support = new SupportSet(features.Layout, features.DataSet.Classes.Count, memoryLimit: long.MaxValue);
        foreach (var row in training)
            support.Add(features.Rows[row], features.DataSet.GetClass(row));
        return ClassifierTrainer.Train(support, new ClassifierOptions { RejectionRate = RejectionRate });
    }

    private static float[] Score(TrainedClassifier trained, FeatureTable table, int row)
    {
        var scores = new float[trained.Classifier.ClassCount];
        trained.Classifier.Score(Gather(trained, table, row), scores);
        return scores;
    }

    private static float[] MeasureStrangeness(TrainedClassifier trained, FeatureTable table, IEnumerable<int> rows) =>
        [.. rows.AsParallel().AsOrdered().Select(row => trained.RejectOption!.ComputeStrangeness(Gather(trained, table, row)))];

    private static float[] Gather(TrainedClassifier trained, FeatureTable table, int row) =>
        table.Layout.Gather(table.Rows[row], [.. trained.Classifier.Layout.Select(table.Layout.FindPosition)]);

    private static double Average(float[] strangeness, RejectOption option) => strangeness.Average(value => option.IsRejected(value) ? 1.0 : 0);

    // Of the values that a model file holds.
    private static long CountBytes(RejectOption option) =>
        sizeof(float) * (option.LeaveOneOutValues.Count + option.Features.Sum(feature => CountValues(feature.Distance)));

    // The symmetric matrix counts half.
    private static long CountValues(RelativeDistance distance) => distance.Mean.Length + (distance.Basis?.Values.Length ?? 0L)
        + (distance.Dimensions * (distance.Dimensions + 1L) / 2) + distance.Directions.Values.Length + distance.Offsets.Length;

    // Classes drawn with the probabilities that the scores claim.
    private static double SimulateCalibrationError(float[][] scores, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, Draws).Average(_ => Quality.Measure(scores, Array.ConvertAll(scores, Draw)).CalibrationError);

        int Draw(float[] probabilities)
        {
            var left = random.NextSingle() * probabilities.Sum();
            var c = 0;
            while (c < probabilities.Length - 1 && (left -= probabilities[c]) >= 0)
                c++;
            return c;
        }
    }
}
