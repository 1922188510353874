namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class AttributeProto
{
    /// <summary>A whole-number attribute.</summary>
    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = Types.AttributeType.Int, I = value };
}
