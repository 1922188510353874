using System.Text.Json;
using Microsoft.ML.Sav.Heads.Safetensors;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Results.ZeroShot;

namespace Microsoft.ML.Sav.Results.Tests.ZeroShot;

/// <summary>Answers get the probabilities that the original models give their tokens (caseN.logits of the fixtures).</summary>
public class AnswerScorerTests
{
    private const string Letters = "abcdefghijklmnopqrstuvwxyz";

    [Theory]
    [InlineData("llava")]
    [InlineData("smolvlm")]
    [InlineData("qwen2_vl")]
    [InlineData("gemma3")]
    [InlineData("llama_text")]
    public void Score_AnswersOfOneToken_AreTheOriginalsLogProbabilities(string fixture)
    {
        var encoder = new ModelFolder(Repository.Fixture(fixture), new LmmOptions()).PromptEncoder;
        using var scorer = new AnswerScorer(Repository.Fixture(fixture));
        foreach (var (prompt, rendered, logits) in ReadCases(fixture))
        {
            var tokens = FindTokens(encoder, rendered);
            tokens.Count.Should().BeGreaterThan(3);

            var scores = scorer.Score(prompt, [.. tokens.Keys]);

            var total = Math.Log(logits.Sum(logit => Math.Exp(logit)));
            scores.Should().Equal(tokens.Values.Select(token => logits[token] - total), (actual, expected) => Math.Abs(actual - expected) < 1e-4);
        }
    }

    [Fact]
    public void Score_SeveralAnswers_DoNotChangeOneAnother()
    {
        var encoder = new ModelFolder(Repository.Fixture("llava"), new LmmOptions()).PromptEncoder;
        using var scorer = new AnswerScorer(Repository.Fixture("llava"));
        var (prompt, rendered, _) = ReadCases("llava").First();
        string[] letters = [.. FindTokens(encoder, rendered).Keys];
        var pair = letters.SelectMany(_ => letters, (first, second) => (First: first, Both: first + second))
            .First(pair => encoder.Tokenize(rendered + pair.Both).Length == encoder.Tokenize(rendered).Length + 2);

        var scores = scorer.Score(prompt, [pair.First, pair.Both]);

        scores[1].Should().NotBe(scores[0]);
        scorer.Score(prompt, [pair.Both]).Concat(scorer.Score(prompt, [pair.First])).Should().Equal(scores[1], scores[0]);
    }

    // Letters that are a token of their own after the prompt.
    private static Dictionary<string, int> FindTokens(PromptEncoder encoder, string rendered)
    {
        var start = encoder.Tokenize(rendered);
        return Letters.Select(letter => $"{letter}").Select(letter => (letter, Ids: encoder.Tokenize(rendered + letter)))
            .Where(answer => answer.Ids.Length == start.Length + 1 && answer.Ids.AsSpan(0, start.Length).SequenceEqual(start))
            .ToDictionary(answer => answer.letter, answer => answer.Ids[^1]);
    }

    private static IEnumerable<(Prompt Prompt, string Rendered, float[] Logits)> ReadCases(string fixture)
    {
        var values = SafetensorsFile.Read(Repository.Fixture(fixture, "golden.safetensors"));
        using var document = JsonDocument.Parse(File.ReadAllBytes(Repository.Fixture(fixture, "golden.json")));
        foreach (var golden in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            var images = golden.GetProperty("images").EnumerateArray().Select(image => GoldenImage.Read(image.GetString()!));
            yield return (
                new Prompt(golden.GetProperty("question").GetString()!, [.. images]),
                golden.GetProperty("rendered").GetString()!,
                values.ReadSingle($"{golden.GetProperty("name").GetString()}.logits"));
        }
    }
}
