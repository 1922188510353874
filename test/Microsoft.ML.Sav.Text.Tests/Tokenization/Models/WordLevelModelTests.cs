namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Models;

public sealed class WordLevelModelTests
{
    [Fact]
    public void Tokenize_Words_AreTokensOrUnknown() =>
        TokenizerJson.Load(
                """{"type": "WordLevel", "unk_token": "?", "vocab": {"?": 0, "red": 1, "fox": 2}}""",
                preTokenizer: """{"type": "Whitespace"}""")
            .Encode("red fax fox", addSpecialTokens: false).Should().Equal(1, 0, 2);
}
