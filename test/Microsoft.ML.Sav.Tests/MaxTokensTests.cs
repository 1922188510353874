using Microsoft.ML.Data;

namespace Microsoft.ML.Sav.Tests;

public sealed class MaxTokensTests
{
    // With the tokenizer of the fixture, each word is one token or more.
    private static readonly string LongText = string.Join(' ', Enumerable.Repeat("word", 500));

    private readonly MLContext _context = new(seed: 1);
    private readonly List<string> _warnings = [];

    public MaxTokensTests() => _context.Log += (_, message) =>
    {
        if (message.Kind == Microsoft.ML.Runtime.ChannelMessageKind.Warning)
            _warnings.Add(message.RawMessage);
    };

    [Fact]
    public void Transform_LongText_ScoresAndCostsAsItsStart()
    {
        using var transformer = Train(maxTokens: 20);
        var (before, longScores) = (transformer.TokenCount, Scores(transformer, LongText));
        var tokens = transformer.TokenCount - before;

        tokens.Should().BeInRange(20, 60, "the chat template adds tokens");
        Scores(transformer, $"{LongText} and another end").Should().Equal(longScores);
        Scores(transformer, "word").Should().NotEqual(longScores);
        _warnings.Should().ContainSingle().Which.Should().Contain("MaxTokens = 20");
    }

    [Fact]
    public void Transform_PromptBehindTheText_IsKept()
    {
        using var short1 = Train(maxTokens: 20, prompt: "{text}\nIs it short?");
        using var short2 = Train(maxTokens: 20, prompt: "{text}\nIs it long?");

        Scores(short1, LongText).Should().NotEqual(Scores(short2, LongText));
    }

    [Fact]
    public void Transform_ShortText_ScoresAsWithoutLimit()
    {
        using var limited = Train(maxTokens: 1000);
        using var unlimited = Train(maxTokens: null);

        Scores(limited, "How many words?").Should().Equal(Scores(unlimited, "How many words?"));
        _warnings.Should().BeEmpty();
    }

    [Fact]
    public void Fit_LongTexts_ReportsHowMany()
    {
        var questions = Question.Create(8);
        questions[2].Text = questions[5].Text = LongText;

        using var transformer = Train(maxTokens: 20, questions: questions);

        _warnings.Should().HaveCount(2);
        _warnings[0].Should().Contain("The text of row 2 has more than MaxTokens = 20 tokens");
        _warnings[1].Should().EndWith("cut: 2");
    }

    [Fact]
    public void Fit_AgainAndWithLatencyBudget_CountsEachTextOnce()
    {
        var questions = Question.Create(8);
        questions[0].Text = questions[5].Text = LongText;
        var data = _context.Transforms.Conversion.MapValueToKey("Label").Fit(Load(questions)).Transform(Load(questions));
        var estimator = _context.MulticlassClassification.Trainers.Sav(new SavEstimator.Options
        {
            Lmm = Repository.Fixture("llama_text"),
            TextColumnName = "Text",
            MaxTokens = 20,
            HeadCount = 4,
            LatencyBudget = TimeSpan.FromHours(1),
        });

        estimator.Fit(data).Dispose();
        estimator.Fit(data).Dispose();

        _warnings.Where(warning => warning.Contains("cut: ")).Should().HaveCount(2).And.OnlyContain(warning => warning.EndsWith("cut: 2"));
    }

    [Fact]
    public void Load_SavedModel_KeepsTheLimit()
    {
        using var transformer = Train(maxTokens: 20);
        using var stream = new MemoryStream();
        _context.Model.Save(transformer, inputSchema: null, stream);

        using var loaded = (SavTransformer)_context.Model.Load(stream, out _);

        Scores(loaded, LongText).Should().Equal(Scores(transformer, LongText));
        loaded.TokenCount.Should().BeLessThan(100);
    }

    [Fact]
    public void FeaturizeWithLmm_LongText_IsCutAlsoAfterLoading()
    {
        var options = new LmmFeaturizingEstimator.Options { Lmm = Repository.Fixture("llama_text"), TextColumnName = "Text", MaxTokens = 20 };
        using var transformer = _context.Transforms.FeaturizeWithLmm(options).Fit(Rows(LongText));
        using var stream = new MemoryStream();
        _context.Model.Save(transformer, inputSchema: null, stream);

        using var loaded = (LmmFeaturizingTransformer)_context.Model.Load(stream, out _);

        Features(loaded, LongText).Should().Equal(Features(transformer, $"{LongText} and another end"));
        loaded.TokenCount.Should().BeLessThan(100);
    }

    [Fact]
    public void Create_NoTokens_NamesTheOption() =>
        FluentActions.Invoking(() => Train(maxTokens: 0)).Should().Throw<ArgumentOutOfRangeException>().WithParameterName("MaxTokens");

    private SavTransformer Train(int? maxTokens, string? prompt = null, Question[]? questions = null) => _context.MulticlassClassification.Trainers
        .Sav(new SavEstimator.Options { Lmm = Repository.Fixture("llama_text"), TextColumnName = "Text", MaxTokens = maxTokens, Prompt = prompt, HeadCount = 4 })
        .Fit(_context.Transforms.Conversion.MapValueToKey("Label").Fit(Load(questions)).Transform(Load(questions)));

    private IDataView Load(Question[]? questions) => _context.Data.LoadFromEnumerable(questions ?? Question.Create(8));

    private IDataView Rows(string text) => _context.Data.LoadFromEnumerable([new Question { Text = text }]);

    private float[] Scores(SavTransformer transformer, string text) => transformer.Transform(Rows(text)).GetColumn<float[]>("Score").Single();

    private float[] Features(LmmFeaturizingTransformer transformer, string text) => transformer.Transform(Rows(text)).GetColumn<float[]>("Features").Single();
}
