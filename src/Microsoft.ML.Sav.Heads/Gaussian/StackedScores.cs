using Microsoft.ML.Sav.Heads.Stacking;

namespace Microsoft.ML.Sav.Heads.Gaussian;

/// <summary>Turns leave-one-out logits into probabilities of all classes; an example that is the only one of its class gets an empty array.</summary>
/// <param name="classes">Classes of the examples.</param>
/// <param name="parallel">Threads and cancellation.</param>
internal sealed class StackedScores(ExampleClasses classes, ParallelOptions parallel)
{
    /// <summary>The same probability for every class that has examples.</summary>
    public float[][] CreateUniform()
    {
        double[] uniform = [.. Enumerable.Repeat(1.0 / classes.Count, classes.Count)];
        return [.. Enumerable.Range(0, classes.ExampleCount).Select(example => classes.HasOthers(example) ? Spread(uniform) : [])];
    }

    /// <summary>Weights the experts by all examples.</summary>
    public float[][] ComputeOnAll(ExpertLogits logits) => Compute(logits, [(logits, [.. Enumerable.Range(0, logits.Count)])]);

    /// <summary>Weights the experts for each fold by the other folds, so that no example's own class is known to its scores.</summary>
    public float[][] ComputeOnFolds(ExpertLogits logits, int[][] folds)
    {
        var indices = classes.Scored.Index().ToDictionary(scored => scored.Item, scored => scored.Index);
        return Compute(logits, folds.Select(fold =>
        {
            var inFold = Array.ConvertAll(fold, example => indices[example]);
            return (logits.SelectExamples(Enumerable.Range(0, logits.Count).Except(inFold)), inFold);
        }));
    }

    private float[][] Compute(ExpertLogits logits, IEnumerable<(ExpertLogits Training, int[] Examples)> parts)
    {
        var scores = new float[classes.ExampleCount][];
        Array.Fill(scores, []);
        foreach (var (training, examples) in parts)
        {
            var weights = ExpertSelection.Fit(training, parallel);
            foreach (var i in examples)
                scores[classes.Scored[i]] = Spread(logits.ComputeProbabilities(weights, i));
        }
        return scores;
    }

    private float[] Spread(double[] probabilities)
    {
        var scores = new float[classes.TotalClassCount];
        for (var c = 0; c < probabilities.Length; c++)
            scores[classes.Present[c]] = (float)probabilities[c];
        return scores;
    }
}
