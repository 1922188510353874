using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Normalizers;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Normalizers;

public sealed class NormalizerReaderTests
{
    [Theory]
    [InlineData("""{"type": "NFC"}""", "e\u0301 ﬁ", "é ﬁ")]
    [InlineData("""{"type": "NFC"}""", "\uFFFEe\u0301\uFFFF", "\uFFFEé\uFFFF")]
    [InlineData("""{"type": "NFD"}""", "é ﬁ", "e\u0301 ﬁ")]
    [InlineData("""{"type": "NFKC"}""", "e\u0301 ﬁ Ⅷ", "é fi VIII")]
    [InlineData("""{"type": "NFKD"}""", "é ﬁ", "e\u0301 fi")]
    [InlineData("""{"type": "Lowercase"}""", "ÄΣ𐐀 İ", "äσ𐐨 i\u0307")]
    [InlineData("""{"type": "StripAccents"}""", "e\u0301é", "eé")]
    [InlineData("""{"type": "Strip", "strip_left": true, "strip_right": false}""", " \u00A0a ", "a ")]
    [InlineData("""{"type": "Strip", "strip_left": false, "strip_right": true}""", " a\n", " a")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "a", "▁a")]
    [InlineData("""{"type": "Prepend", "prepend": "▁"}""", "", "")]
    [InlineData("""{"type": "Replace", "pattern": {"String": " "}, "content": "▁"}""", "a  b", "a▁▁b")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": " {2,}"}, "content": "$0"}""", "a  b c", "a$0b c")]
    [InlineData("""{"type": "Nmt"}""", "a\u0001b\tc\u200Bd", "ab c d")]
    [InlineData("""{"type": "ByteLevel"}""", "é \n", "Ã©ĠĊ")]
    [InlineData("""{"type": "Sequence", "normalizers": [{"type": "NFD"}, {"type": "StripAccents"}, {"type": "Lowercase"}]}""", "É", "e")]
    [InlineData("""{"type": "Sequence", "normalizers": []}""", "É", "É")]
    public void Normalize_EachKind_RewritesText(string json, string text, string expected) =>
        NormalizerReader.Read(TokenizerJson.Parse(json)).Normalize(text).Should().Be(expected);

    [Theory]
    [InlineData("Café, naïve: ß ÿ", NormalizationForm.FormC)]
    [InlineData("plain text\n", NormalizationForm.FormD)]
    [InlineData("", NormalizationForm.FormKC)]
    public void RequireForm_TextThatHasTheForm_Returns(string text, NormalizationForm form)
    {
        TextNormalization.RequireForm(text, form);

        text.IsNormalized(form).Should().BeTrue();
    }

    [Theory]
    [InlineData("e\u0301", NormalizationForm.FormC, "*U+0301*libicu*")]
    [InlineData("Ångström", NormalizationForm.FormD, "*U+00C5*")]
    [InlineData("a\u00A0b", NormalizationForm.FormKC, "*U+00A0*")]
    [InlineData("½", NormalizationForm.FormKD, "*U+00BD*")]
    public void RequireForm_TextThatHasAnotherForm_Throws(string text, NormalizationForm form, string message)
    {
        text.IsNormalized(form).Should().BeFalse();

        FluentActions.Invoking(() => TextNormalization.RequireForm(text, form)).Should().Throw<TokenizerException>().WithMessage(message);
    }

    [Theory]
    [InlineData("""{"type": "ByteLevel"}""", 40, "é")]
    [InlineData("""{"type": "Replace", "pattern": {"String": "a"}, "content": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", 6, "a")]
    [InlineData("""{"type": "Replace", "pattern": {"Regex": "x*"}, "content": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""", 6, "a")]
    public void Normalize_SequenceThatMultipliesTheText_Throws(string json, int count, string text)
    {
        var normalizer = NormalizerReader.Read(TokenizerJson.Parse(
            $$"""{"type": "Sequence", "normalizers": [{{string.Join(", ", Enumerable.Repeat(json, count))}}]}"""));

        FluentActions.Invoking(() => normalizer.Normalize(text)).Should().Throw<TokenizerException>().WithMessage("*1,000,000 characters*");
    }

    [Theory]
    [InlineData("true", "true", "null", "true", "É\t日\u0000本\u200B!", "e  日  本 !")]
    [InlineData("true", "false", "false", "true", "É\t日", "é 日")]
    [InlineData("false", "false", "true", "false", "É\t日", "E\t日")]
    [InlineData("false", "false", "null", "false", "É", "É")]
    public void Normalize_Bert_TakesTheStepsAskedFor(
        string cleanText, string handleChinese, string stripAccents, string lowercase, string text, string expected) =>
        NormalizerReader.Read(TokenizerJson.Parse($$"""
            {
              "type": "BertNormalizer", "clean_text": {{cleanText}}, "handle_chinese_chars": {{handleChinese}},
              "strip_accents": {{stripAccents}}, "lowercase": {{lowercase}}
            }
            """)).Normalize(text).Should().Be(expected);
}
