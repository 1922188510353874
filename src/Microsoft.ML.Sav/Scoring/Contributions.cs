using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Scoring;

/// <summary>
/// What a prediction is made of, per part and class: for <see cref="LinearClassifier"/>, how much each kind of feature adds to the logits, and
/// the biases, which add up to the logits (classes without examples score 0, whatever they add up to); for <see cref="SavClassifier"/>, the votes.
/// </summary>
internal sealed class Contributions
{
    private readonly FeatureClassifier _classifier;
    private readonly FeatureKind[] _kinds;

    /// <exception cref="NotSupportedException">The classifier has neither votes nor logits that are sums over features.</exception>
    public Contributions(FeatureClassifier classifier)
    {
        if (classifier is not (LinearClassifier or SavClassifier))
            throw new NotSupportedException($"A {classifier.GetType().Name} has no contributions: its scores are not sums over features.");
        _classifier = classifier;
        _kinds = classifier is LinearClassifier ? [.. classifier.Layout.Select(feature => feature.Kind).Distinct()] : [];
    }

    /// <summary>Number of values: one per part and class.</summary>
    public int Length => (_classifier is LinearClassifier ? _kinds.Length + 1 : 1) * _classifier.ClassCount;

    /// <summary>Names the values, for example <c>VisionEncoder.daisy</c>, <c>Bias.daisy</c>, or <c>daisy</c> for votes.</summary>
    public IEnumerable<string> NameSlots(IReadOnlyList<string> classNames) => _classifier is LinearClassifier
        ? from part in _kinds.Select(kind => $"{kind}").Append("Bias") from name in classNames select $"{part}.{name}"
        : classNames;

    /// <summary>Computes the values.</summary>
    /// <param name="vectors">Vectors of one example.</param>
    /// <param name="values">Receives <see cref="Length"/> values.</param>
    public void Compute(ReadOnlySpan<float> vectors, Span<float> values)
    {
        values.Clear();
        if (_classifier is LinearClassifier linear)
        {
            foreach (var (position, perClass) in linear.ComputeContributions(vectors).Index())
            {
                var part = values.Slice(Array.IndexOf(_kinds, linear.Layout[position].Kind) * perClass.Length, perClass.Length);
                TensorPrimitives.Add(part, perClass, part);
            }
            linear.Biases.CopyTo(values[(_kinds.Length * linear.ClassCount)..]);
        }
        else
        {
            foreach (var vote in ((SavClassifier)_classifier).Vote(vectors).Where(vote => vote >= 0))
                values[vote]++;
        }
    }
}
