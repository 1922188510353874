using System.CommandLine;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Tool.HeadVectors;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav classify-vectors</c> command: classifies given head vectors as the paper's reference implementation does.</summary>
internal sealed class ClassifyVectorsCommand : ToolCommand
{
    private readonly Argument<string> _file = new("FILE.safetensors")
    {
        Description = "Tensors train [examples, layers, heads, size], train_labels [examples] and query [queries, layers, heads, size].",
    };
    private readonly Option<int> _heads = CommonOptions.Heads();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ClassifyVectorsCommand() : base(
        "classify-vectors", "Classifies your own head vectors as the paper's reference implementation does.",
        "sav classify-vectors vectors.safetensors --heads 20",
        "sav classify-vectors vectors.safetensors --json > result.json")
    {
        Add(_file);
        Add(_heads);
        Add(_json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_file);
        var vectors = VectorDataset.Read(path);
        var headCount = arguments.GetValue(_heads);
        if (headCount > vectors.Layout.Count)
            throw new InvalidDataException($"--heads is {headCount}, but the vectors in '{path}' have {vectors.Layout.Count} heads.");

        var means = vectors.Training.ComputeClassMeans();
        var scores = HeadScores.Compute(vectors.Training, means);
        var best = scores.SelectBest(headCount);
        var classifier = new SavClassifier(means.Subset(best), VoteTieRule.FirstVoted);
        var queries = vectors.Queries.Select(query => vectors.Layout.Gather(query, best)).ToArray();
        var votes = Array.ConvertAll(queries, query => CountVotes(classifier, query));
        var predicted = Array.ConvertAll(queries, query => Predict(classifier, query));

        if (arguments.GetValue(_json))
        {
            Results.WriteJson(new { SuccessCount = scores.SuccessCounts, TopHeads = best, Votes = votes, Predicted = predicted });
            return;
        }
        Results.WriteTable(
            ["head", "success count"],
            best.Select(head => new[] { $"{vectors.Layout[head]}", $"{scores.SuccessCounts[head]} of {vectors.Training.Count}" }));
        Results.WriteTable(
            ["query", "predicted", "votes"],
            predicted.Index().Select(query => new[] { $"{query.Index}", $"{query.Item}", string.Join(" ", votes[query.Index]) }));
    }

    private static int[] CountVotes(SavClassifier classifier, float[] query)
    {
        var counts = new int[classifier.ClassCount];
        foreach (var vote in classifier.Vote(query).Where(vote => vote >= 0))
            counts[vote]++;
        return counts;
    }

    private static int Predict(SavClassifier classifier, float[] query)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(query, scores);
        return Array.IndexOf(scores, scores.Max());
    }
}
