using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Featurizing;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>The features to train on: those that the classifier can use, of as many layers, from the first, as the budgets of the options allow.</summary>
internal sealed class FeatureCandidates(SavEstimator.Options options, MultimodalModel model, IChannel channel)
{
    /// <param name="firstExamples">Reads examples to measure the time with, if needed.</param>
    /// <param name="cancellationToken">Cancels measuring.</param>
    /// <exception cref="ArgumentException">The LMM lacks a feature of the options, or the classifier can use none of them.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A budget leaves no head, or fewer than the head count.</exception>
    public FeatureLayout Find(Func<IReadOnlyList<RowPrompt>> firstExamples, CancellationToken cancellationToken)
    {
        if (options.Features is { } given)
            return Select(given);
        var features = WithinDepth(OfClassifier());
        RequireHeads(features);
        if (options.LatencyBudget is { } budget && firstExamples() is { Count: > 0 } examples)
        {
            features = DepthSearch.Deepest(features, budget, new PredictionTime(model, examples, options.OnRowError, cancellationToken).Measure);
            RequireHeads(features);
        }
        if (LastLayer(features) < LastLayer(model.Heads))
            channel.Info(MessageSensitivity.None, $"Selecting heads of layers 0 to {LastLayer(features)} of 0 to {LastLayer(model.Heads)}");
        return features;
    }

    private FeatureLayout OfClassifier()
    {
        if (options.Classifier != ClassifierKind.Auto)
            return model.Heads;
        foreach (var missing in model.MissingFeatures)
            channel.Info(MessageSensitivity.None, missing);
        return options.ImageColumnName is null ? new FeatureLayout(model.Features.Where(feature => feature.IsHead)) : model.Features;
    }

    private FeatureLayout Select(IReadOnlyList<Feature> given)
    {
        var onlyHeads = given.All(feature => feature.Kind == FeatureKind.LastToken);
        FeatureChoice.RequireAvailable(given, onlyHeads ? model.Heads : model.Features, model.Folder);
        var usable = given.Where(feature => options.Classifier == ClassifierKind.Auto
            ? feature.IsHead || options.ImageColumnName is not null
            : feature.Kind == FeatureKind.LastToken).ToArray();
        return usable.Length > 0 ? new FeatureLayout(usable) : throw new ArgumentException(
            $"{options.Classifier} can use none of the features {string.Join(", ", given)}: {(options.Classifier == ClassifierKind.Auto ? "rows have no images" : $"it needs heads at the last token, such as {model.Heads[0]}")}.",
            nameof(options.Features));
    }

    private FeatureLayout WithinDepth(FeatureLayout features)
    {
        if (options.DepthBudget is not { } depth)
            return features;
        return DepthSearch.Below(features, depth) ?? throw new ArgumentOutOfRangeException(
            nameof(options.DepthBudget),
            $"{nameof(options.DepthBudget)} is {depth}, but the first layer with heads of the LMM in '{model.Folder}' is layer {model.Heads.Min(head => head.Layer)}, counted from 0.");
    }

    private void RequireHeads(FeatureLayout features)
    {
        var heads = features.FindPositions(FeatureKind.LastToken).Length;
        if (options.HeadCount > heads)
        {
            var part = heads < model.Heads.Count ? $" in the layers 0 to {LastLayer(features)} that the budget allows" : "";
            throw new ArgumentOutOfRangeException(
                nameof(options.HeadCount),
                $"{options.HeadCount} heads are to be selected, but the LMM in '{model.Folder}' has {heads}{part}.");
        }
    }

    private static int LastLayer(FeatureLayout features) => features.Where(feature => feature.IsHead).Max(head => head.Layer);
}
