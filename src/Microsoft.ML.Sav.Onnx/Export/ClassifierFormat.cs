namespace Microsoft.ML.Sav.Onnx.Export;

/// <summary>Names of the inputs, outputs and metadata properties of an exported classifier; see also <see cref="TensorNames"/>.</summary>
internal static class ClassifierFormat
{
    public const string Rgb = "rgb";
    public const string Scores = "scores";
    public const string Label = "label";
    public const string LabelIndex = "label_index";
    public const string Rejected = "rejected";
    public const string Strangeness = "strangeness";

    public const string ClassesKey = "sav.classes";
    public const string PromptKey = "sav.prompt";
    public const string InputIdsKey = "sav.input_ids";
    public const string PixelsKey = "sav.pixels";
    public const string FeaturesKey = "sav.features";
    public const string FingerprintKey = "sav.lmm_fingerprint";
}
