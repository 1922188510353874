using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Tests;

public class SavEstimatorOptionsTests
{
    private readonly MLContext _context = new();

    public static TheoryData<string, Action<SavEstimator.Options>> Mistakes => new()
    {
        { "Lmm", options => options.Lmm = " " },
        { "LmmOptions", options => options.LmmOptions = null! },
        { "LabelColumnName", options => options.LabelColumnName = "" },
        { "PredictedLabelColumnName", options => options.PredictedLabelColumnName = null! },
        { "ScoreColumnName", options => options.ScoreColumnName = "" },
        { "ScoreColumnName", options => options.ScoreColumnName = options.PredictedLabelColumnName },
        { "HeadCount", options => options.HeadCount = 0 },
        { "DepthBudget", options => options.DepthBudget = 0 },
        { "LatencyBudget", options => options.LatencyBudget = TimeSpan.Zero },
        { "MemoryLimit", options => options.MemoryLimit = -1 },
        { "TieRule", options => options.TieRule = (VoteTieRule)7 },
        { "ImageColumnName", options => options.ImageColumnName = null },
        { "Prompt", options => options.Prompt = "About {text}:" },
        { "Prompt", options => options.Prompts = ["What?", "About {text}:"] },
        { "Prompts", options => options.Prompts = [] },
        { "Prompts", options => options.Prompts = ["What?", "What?"] },
        { "Prompts", options => (options.Prompt, options.Prompts) = ("What?", ["What?"]) },
        { "Features", options => options.Features = [] },
        { "Features", options => (options.Features, options.DepthBudget) = ([new Feature(0, 0, 1)], 1) },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Constructor_Mistake_NamesTheOption(string option, Action<SavEstimator.Options> mistake)
    {
        var options = new SavEstimator.Options { Lmm = "any", ImageColumnName = "Image" };
        mistake(options);

        _context.MulticlassClassification.Trainers.Invoking(trainers => trainers.Sav(options)).Should().Throw<ArgumentException>()
            .Where(exception => exception.ParamName == option && exception.Message.Contains(option));
    }

    [Fact]
    public void Options_Defaults_AreThoseDocumented()
    {
        var options = new SavEstimator.Options();

        options.Classifier.Should().Be(ClassifierKind.Auto);
        options.HeadCount.Should().Be(20);
        options.TieRule.Should().Be(VoteTieRule.MeanCosine);
        options.LabelColumnName.Should().Be("Label");
        options.PredictedLabelColumnName.Should().Be("PredictedLabel");
        options.ScoreColumnName.Should().Be("Score");
        options.Prompt.Should().BeNull();
        options.Prompts.Should().BeNull();
        options.Features.Should().BeNull();
        options.DepthBudget.Should().BeNull();
        options.LatencyBudget.Should().BeNull();
        options.MemoryLimit.Should().Be(64 << 20);
        options.FeatureCacheFolder.Should().BeNull();
        options.LmmOptions.Should().Be(new Lmm.LmmOptions());
        options.Lmm.Should().BeNull();
    }

    [Fact]
    public void Paper_Always_IsTheReferencesMethod()
    {
        var options = SavEstimator.Options.Paper("folder");

        options.Lmm.Should().Be("folder");
        options.Classifier.Should().Be(ClassifierKind.SparseAttentionVectors);
        options.HeadCount.Should().Be(20);
        options.TieRule.Should().Be(VoteTieRule.FirstVoted);
    }
}
