namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>The names in an exported classifier.</summary>
internal static class ClassifierFormat
{
    public const string InputIds = "input_ids";
    public const string AttentionMask = "attention_mask";
    public const string Scores = "scores";
    public const string Label = "label";
    public const string LabelIndex = "label_index";

    public const string ClassesKey = "sav.classes";
    public const string PromptKey = "sav.prompt";
    public const string FingerprintKey = "sav.lmm_fingerprint";
}
