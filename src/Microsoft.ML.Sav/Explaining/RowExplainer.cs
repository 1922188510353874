using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Lmm.Attribution;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Explaining;

/// <summary>Explains the scores of rows.</summary>
internal sealed class RowExplainer : IDisposable
{
    private readonly FeatureClassifier _classifier;
    private readonly IReadOnlyList<string> _classNames;
    private readonly PromptAttributor? _attributor;
    private readonly FeatureExtractor? _extractor;

    /// <param name="lmm">The LMM.</param>
    /// <param name="classifier">The classifier. Only linear ones are attributed to tokens and parts of images.</param>
    /// <param name="classNames">Names of the classes.</param>
    public RowExplainer(MultimodalModel lmm, FeatureClassifier classifier, IReadOnlyList<string> classNames)
    {
        (_classifier, _classNames) = (classifier, classNames);
        if (classifier is LinearClassifier)
            _attributor = lmm.CreateAttributor(classifier.Layout);
        else
            _extractor = lmm.CreateFeatureExtractor(classifier.Layout);
    }

    /// <summary>Explains rows as they are enumerated. Columns are checked at once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A column is missing or of a wrong type.</exception>
    public static IEnumerable<SavExplanation> ExplainAll(IHostEnvironment environment, TransformerState state, IReadOnlyList<string> classNames, IDataView rows)
    {
        var columns = state.CreateColumns(environment);
        var prompts = columns.ReadAll(rows);
        return Read();

        IEnumerable<SavExplanation> Read()
        {
            using var lmm = state.Lmm.Open(environment);
            using var explainer = new RowExplainer(lmm.Value, state.Trained.Classifier, classNames);
            foreach (var prompt in prompts)
            {
                MachineLearningEnvironment.ThrowIfCanceled(environment);
                yield return explainer.Explain(prompt);
            }
        }
    }

    /// <exception cref="SavRowException">The row cannot be used.</exception>
    public SavExplanation Explain(RowPrompt row) => row.Use(prompt =>
    {
        // read once, so that the overlay is of the image that was scored
        ImageContent[] images = [.. prompt.Images.Select(image => image.Read())];
        prompt = prompt with { Images = [.. images.Select(content => new ImageInput(content.Name, _ => content))] };
        var attribution = _attributor?.Attribute(prompt, CancellationToken.None);
        return Explain(attribution?.Vectors ?? _extractor!.Extract(prompt), attribution, images, row.Row);
    });

    public void Dispose()
    {
        _attributor?.Dispose();
        _extractor?.Dispose();
    }

    private SavExplanation Explain(float[] vectors, PromptAttribution? attribution, ImageContent[] images, long row)
    {
        var scores = new float[_classifier.ClassCount];
        _classifier.Score(vectors, scores);
        var contributions = _classifier.ComputeContributions(vectors);
        var bias = _classifier is LinearClassifier linear ? linear.Biases.ToArray() : [.. scores.Select((score, c) => score - contributions.Sum(values => values[c]))];
        var evidence = attribution is null ? null : new EvidenceSums((LinearClassifier)_classifier, attribution);
        return new SavExplanation(_classNames, scores, images)
        {
            Row = row,
            Bias = bias,
            Totals = [.. bias.Select((value, c) => value + contributions.Sum(values => values[c]))],
            Contributions = [.. _classifier.Layout.Zip(contributions, (feature, values) => new FeatureContribution(feature, values))],
            Tokens = evidence?.Tokens ?? [],
            Patches = evidence?.Patches ?? [],
            Unlocated = evidence?.Unlocated ?? [],
        };
    }
}
