using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads features: int number of features, and per feature: byte kind, int layer, int index, int size.</summary>
internal static class LayoutFormat
{
    private const int FeatureBytes = 1 + (3 * sizeof(int));

    public static void Write(BodyWriter writer, FeatureLayout layout)
    {
        writer.Write(layout.Count);
        foreach (var feature in layout)
        {
            writer.Write((byte)feature.Kind);
            writer.Write(feature.Layer);
            writer.Write(feature.Index);
            writer.Write(feature.Size);
        }
    }

    public static FeatureLayout Read(BoundedReader reader) => new(reader.ReadArray(
        FeatureBytes, () => new Feature((FeatureKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32())));
}
