using System.CommandLine;
using System.Numerics.Tensors;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Tool.HeadVectors;
using Microsoft.ML.Sav.Tool.Output;

namespace Microsoft.ML.Sav.Tool.Commands;

/// <summary>The <c>sav classify-vectors</c> command: trains on given features, and classifies others.</summary>
internal sealed class ClassifyVectorsCommand : ToolCommand
{
    private readonly Argument<string> _file = new("FILE.safetensors")
    {
        Description = "File of sav extract, whose rows with labels are trained on; or tensors train [examples, layers, heads, size], train_labels [examples] and query [queries, layers, heads, size].",
    };
    private readonly Argument<string?> _queries = new("QUERIES.safetensors")
    {
        Description = "File of sav extract whose rows are classified. Default: the rows of the first file that have no label.",
        Arity = ArgumentArity.ZeroOrOne,
    };
    private readonly Option<ClassifierKind> _classifier = CommonOptions.Classifier();
    private readonly Option<int> _heads = CommonOptions.Heads();

    public ClassifyVectorsCommand() : base(
        "classify-vectors", "Trains on the features of a file of sav extract and classifies others; or classifies your own head vectors as the paper's reference implementation does.",
        "sav classify-vectors vectors.safetensors --heads 20",
        "sav classify-vectors vectors.safetensors --json > result.json",
        "sav classify-vectors train.safetensors test.safetensors --classifier Auto")
    {
        Add(_file);
        Add(_queries);
        Add(_classifier);
        Add(_heads);
        Add(Json);
    }

    protected override void Run(ParseResult arguments, CancellationToken cancellationToken)
    {
        var path = arguments.GetRequiredValue(_file);
        if (SafetensorsFile.Read(path) is var file && FeatureFile.IsIn(file))
            ClassifyFeatures(arguments, FeatureFile.Read(path, file), cancellationToken);
        else
            ClassifyAsReference(arguments, path);
    }

    private void ClassifyFeatures(ParseResult arguments, FeatureFile training, CancellationToken cancellationToken)
    {
        using var support = training.CreateSupportSet();
        var options = new ClassifierOptions { Kind = arguments.GetValue(_classifier), HeadCount = arguments.GetValue(_heads) };
        var classifier = ClassifierTrainer.Train(support, options, cancellationToken).Classifier;
        var positions = classifier.Layout.Select(training.Layout.FindPosition).ToArray();
        var scores = ReadQueries(arguments, training).Select(row => Score(classifier, training.Layout.Gather(row, positions))).ToArray();
        var predicted = Array.ConvertAll(scores, row => training.LabelNames[TensorPrimitives.IndexOfMax<float>(row)]);

        if (arguments.GetValue(Json))
        {
            Results.WriteJson(new { Classifier = $"{options.Kind}", Features = classifier.Layout.Select(feature => $"{feature}"), Classes = training.LabelNames, Predicted = predicted, Scores = scores });
            return;
        }
        Results.WriteTable(
            ["query", "predicted", "score"],
            predicted.Index().Select(query => new[] { $"{query.Index}", query.Item, $"{scores[query.Index].Max():F3}" }));
    }

    private IEnumerable<float[]> ReadQueries(ParseResult arguments, FeatureFile training)
    {
        if (arguments.GetValue(_queries) is not { } path)
            return training.Rows.Where(row => row.Label < 0).Select(row => row.Vectors);
        var queries = FeatureFile.Read(path, SafetensorsFile.Read(path));
        return queries.Layout.Equals(training.Layout)
            ? queries.Rows.Select(row => row.Vectors)
            : throw new InvalidDataException($"'{path}' should have the features of '{training.Path}': extract both with the same LMM and --features.");
    }

    private void ClassifyAsReference(ParseResult arguments, string path)
    {
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
        var predicted = Array.ConvertAll(queries, query => classifier.Predict(query));

        if (arguments.GetValue(Json))
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

    private static float[] Score(FeatureClassifier classifier, float[] query)
    {
        var scores = new float[classifier.ClassCount];
        classifier.Score(query, scores);
        return scores;
    }
}
