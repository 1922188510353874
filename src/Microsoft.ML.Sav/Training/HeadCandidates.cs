using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Training;

/// <summary>The heads to select from: those of the first layers, as many as the budgets of the options allow.</summary>
internal sealed class HeadCandidates(SavEstimator.Options options, MultimodalModel model, IChannel channel)
{
    /// <param name="firstExamples">Reads examples to measure the time with, if needed.</param>
    /// <exception cref="ArgumentOutOfRangeException">A budget leaves no head, or fewer than the head count.</exception>
    public FeatureLayout Find(Func<IReadOnlyList<RowPrompt>> firstExamples)
    {
        var heads = WithinDepth();
        RequireHeads(heads);
        if (options.LatencyBudget is { } budget && firstExamples() is { Count: > 0 } examples)
        {
            heads = DepthSearch.Deepest(heads, budget, new PredictionTime(model, examples, options.CancellationToken).Measure);
            RequireHeads(heads);
        }
        if (heads.Count < model.Heads.Count)
            channel.Info(MessageSensitivity.None, $"Selecting heads of layers 0 to {LastLayer(heads)} of 0 to {LastLayer(model.Heads)}");
        return heads;
    }

    private FeatureLayout WithinDepth()
    {
        if (options.DepthBudget is not { } depth)
            return model.Heads;
        return DepthSearch.Below(model.Heads, depth) ?? throw new ArgumentOutOfRangeException(
            nameof(options.DepthBudget),
            $"{nameof(options.DepthBudget)} is {depth}, but the first layer with heads of the LMM in '{model.Folder}' is layer {model.Heads.Min(head => head.Layer)}, counted from 0.");
    }

    private void RequireHeads(FeatureLayout heads)
    {
        if (options.HeadCount > heads.Count)
        {
            var part = heads.Count < model.Heads.Count ? $" in the layers 0 to {LastLayer(heads)} that the budget allows" : "";
            throw new ArgumentOutOfRangeException(
                nameof(options.HeadCount),
                $"{options.HeadCount} heads are to be selected, but the LMM in '{model.Folder}' has {heads.Count}{part}.");
        }
    }

    private static int LastLayer(FeatureLayout heads) => heads.Max(head => head.Layer);
}
