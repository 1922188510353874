namespace Microsoft.ML.Sav.Onnx.Protobuf;

internal sealed partial class AttributeProto
{
    /// <summary>Creates an integer attribute.</summary>
    public static AttributeProto Int(string name, long value) => new() { Name = name, Type = Types.AttributeType.Int, I = value };
}
