using Microsoft.ML.Sav.Text.Tokenization.Decoders;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Decoders;

public sealed class DecoderReaderTests
{
    [Theory]
    [InlineData("""{"type": "ByteLevel"}""", new[] { "ĠÃ", "©", "<|im_end|>" }, " é<|im_end|>")]
    [InlineData("""{"type": "ByteLevel"}""", new[] { "Ã", "日" }, "\uFFFD日")]
    [InlineData("""{"type": "ByteFallback"}""", new[] { "a", "<0xC3>", "<0xA9>", "b", "<0xC3>", "<0xC3>" }, "aéb\uFFFD\uFFFD")]
    [InlineData("""{"type": "ByteFallback"}""", new[] { "<0xZZ>", "<0x4>" }, "<0xZZ><0x4>")]
    [InlineData("""{"type": "Replace", "pattern": {"String": "▁"}, "content": " "}""", new[] { "▁a", "▁b" }, " a b")]
    [InlineData("""{"type": "Strip", "content": " ", "start": 1, "stop": 2}""", new[] { "  a   ", "b", " ", "" }, " a b")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always"}""", new[] { "▁a", "▁b" }, "a b")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "prepend_scheme": "never"}""", new[] { "▁a", "▁b" }, " a b")]
    [InlineData("""{"type": "Metaspace", "replacement": "▁", "add_prefix_space": true}""", new[] { "▁a", "▁b" }, "a b")]
    [InlineData("""{"type": "WordPiece", "prefix": "##", "cleanup": true}""", new[] { "un", "##able", "do", "n't", ",", "he" }, "unable don't, he")]
    [InlineData("""{"type": "WordPiece", "prefix": "##", "cleanup": false}""", new[] { "un", "##able", "," }, "unable ,")]
    [InlineData(
        """
        {"type": "Sequence", "decoders": [
          {"type": "Replace", "pattern": {"String": "▁"}, "content": " "}, {"type": "ByteFallback"}, {"type": "Fuse"},
          {"type": "Strip", "content": " ", "start": 1, "stop": 0}]}
        """,
        new[] { "▁a", "<0x0A>", "▁b" },
        "a\n b")]
    public void Decode_EachKind_JoinsTokens(string json, string[] tokens, string expected) =>
        string.Concat(DecoderReader.Read(TokenizerJson.Part(json)).Decode(tokens)).Should().Be(expected);
}
