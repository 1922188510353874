namespace Microsoft.ML.Sav.Onnx;

/// <summary>Names that exporters agree on for the inputs and outputs of an LMM's graphs.</summary>
internal static class TensorNames
{
    public const string InputIds = "input_ids";
    public const string AttentionMask = "attention_mask";
    public const string PositionIds = "position_ids";
    public const string TokenTypeIds = "token_type_ids";
    public const string InputsEmbeds = "inputs_embeds";
    public const string PixelValues = "pixel_values";
    public const string ImageFeatures = "image_features";
}
