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
        "NFC" => CreateUnicodeForm(json, NormalizationForm.FormC),
        "NFD" => CreateUnicodeForm(json, NormalizationForm.FormD),
        "NFKC" => CreateUnicodeForm(json, NormalizationForm.FormKC),
        "NFKD" => CreateUnicodeForm(json, NormalizationForm.FormKD),
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

    private static DelegateNormalizer CreateUnicodeForm(LocatedElement json, NormalizationForm form)
    {
        CheckUnicodeForms(json);
        return new DelegateNormalizer(text => text.ToForm(form));
    }

    private static void CheckUnicodeForms(LocatedElement json)
    {
        if (!TextNormalization.HasForms)
        {
            throw json.CreateException(
                $"the normalizer '{json.Type}' needs ICU, but this program runs without it (globalization-invariant mode): set " +
                "InvariantGlobalization to false in the project, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT to 0 in the environment, and install libicu");
        }
    }

    private static DelegateNormalizer CreateStrip(bool left, bool right) => new(text =>
    {
        text = left ? text.TrimStart() : text;
        return right ? text.TrimEnd() : text;
    });

    private static DelegateNormalizer CreatePrepend(string prefix) => new(text => text.Length == 0 ? text : prefix + text);

    private static BertNormalizer ReadBert(LocatedElement json)
    {
        var lowercase = json.Boolean("lowercase");
        var stripAccents = json.Boolean("strip_accents", defaultValue: lowercase);
        if (stripAccents)
            CheckUnicodeForms(json);
        return new BertNormalizer(
            json.Boolean("clean_text"),
            json.Boolean("handle_chinese_chars"),
            stripAccents,
            lowercase);
    }
}
