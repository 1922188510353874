using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Json;
using Microsoft.ML.Sav.Text.Tokenization.Patterns;
using Microsoft.ML.Sav.Text.Tokenization.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Reads the field "normalizer" of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    public static INormalizer Read(JsonPart part) => part.Type switch
    {
        "Sequence" => new NormalizerSequence(part.Items("normalizers").ConvertAll(Read)),
        "NFC" => UnicodeForm(NormalizationForm.FormC),
        "NFD" => UnicodeForm(NormalizationForm.FormD),
        "NFKC" => UnicodeForm(NormalizationForm.FormKC),
        "NFKD" => UnicodeForm(NormalizationForm.FormKD),
        "Lowercase" => new DelegateNormalizer(TextNormalization.Lowercase),
        "StripAccents" => new DelegateNormalizer(TextNormalization.StripAccents),
        "Nmt" => new DelegateNormalizer(TextNormalization.Nmt),
        "ByteLevel" => new DelegateNormalizer(ByteLevelAlphabet.Encode),
        "Strip" => Strip(part.Boolean("strip_left"), part.Boolean("strip_right")),
        "Prepend" => Prepend(part.String("prepend")),
        "Replace" => Replace(PatternReader.Read(part.Required("pattern")), part.String("content")),
        "BertNormalizer" => ReadBert(part),
        "Precompiled" => new PrecompiledNormalizer(part.Required("precompiled_charsmap")),
        var other => throw part.Unsupported($"the normalizer '{other}'"),
    };

    private static DelegateNormalizer UnicodeForm(NormalizationForm form) => new(text => text.ToForm(form));

    private static DelegateNormalizer Strip(bool left, bool right) => new(text =>
    {
        text = left ? text.TrimStart() : text;
        return right ? text.TrimEnd() : text;
    });

    private static DelegateNormalizer Prepend(string prefix) => new(text => text.Length == 0 ? text : prefix + text);

    private static DelegateNormalizer Replace(IPattern pattern, string content) => new(text => pattern.Replace(text, content));

    private static BertNormalizer ReadBert(JsonPart part)
    {
        var lowercase = part.Boolean("lowercase");
        return new BertNormalizer(
            part.Boolean("clean_text"),
            part.Boolean("handle_chinese_chars"),
            part.Boolean("strip_accents", absent: lowercase),
            lowercase);
    }
}
