using Microsoft.ML.Sav.Heads.Tests.Gaussian;

namespace Microsoft.ML.Sav.Heads.Tests.Calm;

/// <summary>CALM's leave-one-out scores as docs/classifiers.md defines them, written down once more without any of the library's shortcuts.</summary>
internal sealed class ReferenceLeaveOneOut(SyntheticExamples examples, double shrinkage)
{
    private int[] Heads => [.. Enumerable.Range(0, examples.Layout.Count)];

    private int[] Classes => [.. Enumerable.Range(0, examples.ClassCount)];

    public double[] ComputeScores(int example)
    {
        var own = examples.GetClass(example);
        var weights = Array.ConvertAll(Classes, c => ComputeWeights(c, c == own ? example : null));
        var scores = Array.ConvertAll(Classes, c => Heads.Sum(head => weights[c][head] * ComputeProbabilities(head, example)[c]));
        return Array.ConvertAll(scores, score => score / scores.Sum());
    }

    private double[] ComputeWeights(int ofClass, int? without)
    {
        var members = Enumerable.Range(0, examples.Count).Where(e => examples.GetClass(e) == ofClass && e != without).ToArray();
        if (members.Length == 1) // which could not be held out
            return Array.ConvertAll(Heads, _ => 1.0 / Heads.Length);
        var share = members.Length / (members.Length + shrinkage);
        var mean = Heads.Average(head => Classes.Average(c => ComputeReliability(head, c)));
        var weights = Array.ConvertAll(Heads, head => ((1 - share) * mean) + (share * members.Average(e => ComputeMargin(head, e))));
        return Array.ConvertAll(weights, weight => weight / weights.Sum());
    }

    private double ComputeReliability(int head, int ofClass) =>
        Enumerable.Range(0, examples.Count).Where(e => examples.GetClass(e) == ofClass).Average(e => ComputeMargin(head, e));

    private double ComputeMargin(int head, int example)
    {
        var probabilities = ComputeProbabilities(head, example);
        var own = examples.GetClass(example);
        return Math.Max(0, probabilities[own] - Classes.Where(c => c != own).Max(c => probabilities[c]));
    }

    // The example is left out of the mean of its class.
    private double[] ComputeProbabilities(int head, int example)
    {
        var vector = GetVector(head, example);
        var powers = Array.ConvertAll(Classes, c =>
        {
            var members = Enumerable.Range(0, examples.Count).Where(e => examples.GetClass(e) == c && e != example).Select(e => GetVector(head, e)).ToArray();
            var sum = Enumerable.Range(0, vector.Length).Select(i => members.Sum(member => member[i])).ToArray();
            return Math.Exp(Dot(vector, sum) / Math.Sqrt(Dot(vector, vector) * Dot(sum, sum)) / CalmClassifier.DefaultTemperature);
        });
        return Array.ConvertAll(powers, power => power / powers.Sum());
    }

    private double[] GetVector(int head, int example) => [.. examples.Layout.Slice(examples.Vectors[example], head).ToArray().Select(value => (double)value)];

    private static double Dot(double[] a, double[] b) => Enumerable.Range(0, a.Length).Sum(i => a[i] * b[i]);
}
