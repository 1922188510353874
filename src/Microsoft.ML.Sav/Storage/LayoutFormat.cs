using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Storage;

/// <summary>Writes and reads features: int number of features, and per feature: byte kind, int layer, int index, int size.</summary>
internal static class LayoutFormat
{
    public const int FeatureBytes = 1 + (3 * sizeof(int));

    public static void Write(BodyWriter writer, FeatureLayout layout)
    {
        writer.Write(layout.Count);
        foreach (var feature in layout)
            WriteFeature(writer, feature);
    }

    public static FeatureLayout Read(BoundedReader reader) => new(reader.ReadArray(FeatureBytes, () => ReadFeature(reader)));

    public static void WriteFeature(BodyWriter writer, Feature feature)
    {
        writer.Write((byte)feature.Kind);
        writer.Write(feature.Layer);
        writer.Write(feature.Index);
        writer.Write(feature.Size);
    }

    public static Feature ReadFeature(BoundedReader reader) =>
        new((FeatureKind)reader.ReadByte(), reader.ReadInt32(), reader.ReadInt32(), reader.ReadInt32());
}
