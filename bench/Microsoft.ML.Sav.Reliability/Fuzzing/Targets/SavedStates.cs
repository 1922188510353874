using Microsoft.ML.Data;
using Microsoft.ML.Sav.Columns;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Models;
using Microsoft.ML.Sav.Storage;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>
/// Transformers of every kind of classifier with all that a model file can hold: key values, label sets, reject option, training examples, greatest number of
/// tokens. They are small, so that few bytes are numbers of which any value will do.
/// </summary>
internal static class SavedStates
{
    private const int ClassCount = 3;
    private const int ExampleCount = 9;

    // The reject option stores a basis for features with more dimensions than examples.
    private static readonly FeatureLayout Layout = new(
    [
        new Feature(0, 0, 2), new Feature(1, 1, 12), new Feature(FeatureKind.TokenMean, 1, 0, 2), new Feature(FeatureKind.VisionEncoder, 0, 0, 3), new Feature(FeatureKind.Projector, 0, 0, 2),
    ]);

    /// <summary>Per kind of classifier, the bytes of a transformer in the formats 1.3 to 1.5.</summary>
    public static IEnumerable<(uint Version, ClassifierKind Kind, byte[] Body)> Write(MLContext context)
    {
        foreach (var kind in Enum.GetValues<ClassifierKind>())
        {
            var state = Train(kind);
            yield return (TransformerHeader.WithMaxTokens, kind, StateWriter.Write(context, state, fileFolder: null));
            // Earlier formats end before what they lack, which is flags of 0 at the end of the current one.
            yield return (TransformerHeader.WithExamples, kind, StateWriter.Write(context, state with { MaxTokens = null }, fileFolder: null)[..^1]);
            yield return (TransformerHeader.WithClassifierKind, kind, StateWriter.Write(context, WithoutNewerParts(state), fileFolder: null)[..^3]);
        }
    }

    private static TransformerState Train(ClassifierKind kind)
    {
        var options = new ClassifierOptions { Kind = kind, HeadCount = 2, RejectionRate = 0.25 };
        var random = new Random(1);
        var examples = Enumerable.Range(0, ExampleCount).Select(i => new TrainingExample(
            new string("0123456789abcdef"[i], 64), i % ClassCount, [.. Enumerable.Range(0, Layout.VectorLength).Select(j => random.NextSingle() + (j % ClassCount == i % ClassCount ? 2 : 0))]));
        var training = new TrainingData("Label", options, new TrainingExamples(Layout, ClassCount, [.. examples]));
        using var support = training.Examples.CreateSupportSet();
        return new TransformerState(
            ClassifierTrainer.Train(support, options),
            KeyValues.FromArray(TextDataViewType.Instance, new[] { "cat".AsMemory(), "dog".AsMemory(), "né".AsMemory() }),
            new ColumnNames("Image", "Text", "PredictedLabel", "Score", "Contribution"),
            "Is it {text}?",
            new LmmReference("/lmm", null, "00ff", new LmmOptions { Precision = "q4", DecoderFile = "model.onnx", HeadTaps = new Dictionary<int, string> { [1] = "tensor" } }))
        {
            Training = training,
            MaxTokens = 512,
        };
    }

    private static TransformerState WithoutNewerParts(TransformerState state) => state with
    {
        Trained = new TrainedClassifier(state.Trained.Classifier, state.Trained.Report with { RiskCoverageArea = null }),
        Names = state.Names with { Contribution = null },
        Training = null,
        MaxTokens = null,
    };
}
