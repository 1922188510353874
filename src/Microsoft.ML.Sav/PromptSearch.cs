using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Training;

namespace Microsoft.ML.Sav;

/// <summary>Trains with each prompt of <see cref="SavEstimator.Options.Prompts"/> and keeps the best.</summary>
internal sealed class PromptSearch
{
    private readonly IHost _host;
    private readonly SavEstimator.Options _options;
    private readonly IReadOnlyList<string> _prompts;

    /// <param name="host">The estimator's host.</param>
    /// <param name="options">Valid options with prompts.</param>
    /// <exception cref="ArgumentException">A prompt contains <c>{text}</c>, and rows have no text.</exception>
    public PromptSearch(IHost host, SavEstimator.Options options)
    {
        _host = host;
        _options = options;
        _prompts = options.Prompts!;
        foreach (var prompt in _prompts)
            _ = new PromptTemplate(prompt, hasText: options.TextColumnName is not null);
    }

    /// <summary>Trains with each prompt. The LMM runs once per labelled row and prompt, or not at all if the row is in the feature cache.</summary>
    public SavTransformer Fit(IDataView input)
    {
        using var cancellation = new ContextCancellation(_host, _options.CancellationToken);
        var lmm = SharedLmms.Open(_options.Lmm, _options.LmmOptions, _host); // stays open between the trainings
        var transformers = new List<SavTransformer>();
        try
        {
            var progress = _options.Progress is { } callback ? new RepeatedProgress(callback, _prompts.Count) : null;
            var trials = new List<PromptTrial>();
            foreach (var prompt in _prompts)
            {
                transformers.Add(new SavEstimator(_host, _options.WithPrompt(prompt, progress)).Train(input, (trained, support, rows) =>
                    trials.Add(PromptTrial.Create(trained, support, rows, _options.HeadCount, cancellation.Token))));
            }
            var scores = PromptRanking.Rank(_prompts, trials);
            Log(scores, trials);
            var kept = scores.First(score => score.IsKept).Prompt;
            return new SavTransformer(_host, transformers[_prompts.Index().First(prompt => prompt.Item == kept).Index].State with { PromptScores = scores }, lmm);
        }
        catch
        {
            lmm.Dispose();
            throw;
        }
        finally
        {
            transformers.ForEach(transformer => transformer.Dispose());
        }
    }

    private void Log(IReadOnlyList<PromptScore> scores, List<PromptTrial> trials)
    {
        using var channel = _host.Start("Prompt search");
        foreach (var line in ReportText.Describe(scores))
            channel.Info(MessageSensitivity.None, line);
        if (!trials.Exists(trial => trial.UsesHeads))
            channel.Warning(MessageSensitivity.None, "The prompts make no difference: the classifier uses features of images only. The first prompt is kept.");
        else if (trials.Exists(trial => trial.Quality is null))
            channel.Warning(MessageSensitivity.None, "The prompts cannot be compared: no example can be left out, since each is the only one of its class. The first prompt is kept.");
    }
}
