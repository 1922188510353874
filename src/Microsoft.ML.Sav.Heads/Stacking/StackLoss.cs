using System.Numerics.Tensors;

namespace Microsoft.ML.Sav.Heads.Stacking;

/// <summary>
/// The log loss of a weighted sum of experts, and its derivatives by the weights. With smoothing e, the target is 1 - e + e / C for the own
/// class and e / C for the others of C classes, so that weights stay finite even if the experts separate the classes.
/// </summary>
internal sealed class StackLoss
{
    // Blocks are summed in order, so the result does not depend on the number of threads.
    private const int BlockLength = 256;

    private StackLoss(int expertCount, int exampleCount)
    {
        Losses = new double[exampleCount];
        Gradient = new double[expertCount];
        Hessian = new double[expertCount, expertCount];
    }

    /// <summary>Loss per example.</summary>
    public double[] Losses { get; }

    /// <summary>Mean of <see cref="Losses"/>.</summary>
    public double Mean => TensorPrimitives.Average<double>(Losses);

    /// <summary><see cref="Mean"/>, and the penalty of a prior.</summary>
    public double Value => Mean + Penalty;

    private double Penalty { get; set; }

    /// <summary>Derivative of <see cref="Value"/> by each weight.</summary>
    public double[] Gradient { get; }

    /// <summary>Second derivatives.</summary>
    public double[,] Hessian { get; }

    /// <summary>Computes the loss at some weights.</summary>
    public static StackLoss Compute(ExpertLogits logits, double[] weights, double smoothing, ParallelOptions parallel, WeightPrior? prior = null)
    {
        var total = new StackLoss(logits.ExpertCount, logits.Count);
        var blocks = new StackLoss[(logits.Count + BlockLength - 1) / BlockLength];
        Parallel.For(0, blocks.Length, parallel, block =>
        {
            var start = block * BlockLength;
            var end = Math.Min(start + BlockLength, logits.Count);
            blocks[block] = new StackLoss(logits.ExpertCount, 0);
            blocks[block].Add(logits, start..end, weights, smoothing, total.Losses);
        });
        foreach (var block in blocks)
            total.Add(block, 1.0 / logits.Count);
        if (prior is not null)
            total.AddPenalty(logits, weights, prior);
        return total;
    }

    private void AddPenalty(ExpertLogits logits, double[] weights, WeightPrior prior)
    {
        for (var e = 0; e < weights.Length; e++)
        {
            var size = logits.ComputeRootMeanSquare(e);
            var factor = prior.Strength * size * size / logits.Count;
            var difference = weights[e] - prior.Weights[e];
            Penalty += 0.5 * factor * difference * difference;
            Gradient[e] += factor * difference;
            Hessian[e, e] += factor;
        }
    }

    private void Add(ExpertLogits logits, Range examples, double[] weights, double smoothing, double[] losses)
    {
        var probabilities = new double[logits.ClassCount];
        var products = new double[logits.ClassCount];
        var means = new double[logits.ExpertCount]; // of the experts' logits, by probability
        for (var i = examples.Start.Value; i < examples.End.Value; i++)
        {
            logits.Combine(weights, i, probabilities);
            var own = logits.GetClass(i);
            // Logits add up to 0, so those that smoothing counts for all classes vanish.
            var target = (1 - smoothing) * probabilities[own];
            losses[i] = Softmax.ComputeLogSum(probabilities) - target;
            TensorPrimitives.Divide(probabilities, TensorPrimitives.Sum<double>(probabilities), probabilities);
            for (var e = 0; e < means.Length; e++)
            {
                TensorPrimitives.Multiply(probabilities, logits.GetLogits(e, i), products);
                means[e] = TensorPrimitives.Sum<double>(products);
                Gradient[e] += means[e] - ((1 - smoothing) * logits.GetLogits(e, i)[own]);
                for (var f = 0; f <= e; f++)
                    Hessian[e, f] += TensorPrimitives.Dot<double>(products, logits.GetLogits(f, i)) - (means[e] * means[f]);
            }
        }
    }

    private void Add(StackLoss block, double factor)
    {
        for (var e = 0; e < Gradient.Length; e++)
        {
            Gradient[e] += factor * block.Gradient[e];
            for (var f = 0; f <= e; f++)
                Hessian[f, e] = Hessian[e, f] += factor * block.Hessian[e, f];
        }
    }
}
