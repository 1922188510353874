using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Characters;
using Microsoft.ML.Sav.Text.Tokenization.Patterns;
using Microsoft.ML.Sav.Text.Tokenization.Serialization;

namespace Microsoft.ML.Sav.Text.Tokenization.Normalizers;

/// <summary>Reads the property "normalizer" of a tokenizer.json.</summary>
internal static class NormalizerReader
{
    public static INormalizer Read(LocatedElement json) => json.Type switch
    {
        "Sequence" => new NormalizerSequence(json.Items("normalizers").ConvertAll(Read)),
        "NFC" => CreateUnicodeForm(NormalizationForm.FormC),
        "NFD" => CreateUnicodeForm(NormalizationForm.FormD),
        "NFKC" => CreateUnicodeForm(NormalizationForm.FormKC),
        "NFKD" => CreateUnicodeForm(NormalizationForm.FormKD),
        "Lowercase" => new DelegateNormalizer(TextNormalization.Lowercase),
        "StripAccents" => new DelegateNormalizer(TextNormalization.StripAccents),
        "Nmt" => new DelegateNormalizer(TextNormalization.Nmt),
        "ByteLevel" => new DelegateNormalizer(ByteLevelAlphabet.Encode),
        "Strip" => CreateStrip(json.Boolean("strip_left"), json.Boolean("strip_right")),
        "Prepend" => CreatePrepend(json.String("prepend")),
        "Replace" => new ReplaceNormalizer(PatternReader.Read(json.Required("pattern")), json.String("content")),
        "BertNormalizer" => ReadBert(json),
        "Precompiled" => new PrecompiledNormalizer(json.Required("precompiled_charsmap")),
        var other => throw json.CreateUnsupportedException($"the normalizer '{other}'"),
    };

    private static DelegateNormalizer CreateUnicodeForm(NormalizationForm form) => new(text => text.ToForm(form));

    private static DelegateNormalizer CreateStrip(bool left, bool right) => new(text =>
    {
        text = left ? text.TrimStart() : text;
        return right ? text.TrimEnd() : text;
    });

    private static DelegateNormalizer CreatePrepend(string prefix) => new(text => text.Length == 0 ? text : prefix + text);

    private static BertNormalizer ReadBert(LocatedElement json)
    {
        var lowercase = json.Boolean("lowercase");
        return new BertNormalizer(
            json.Boolean("clean_text"),
            json.Boolean("handle_chinese_chars"),
            json.Boolean("strip_accents", defaultValue: lowercase),
            lowercase);
    }
}
