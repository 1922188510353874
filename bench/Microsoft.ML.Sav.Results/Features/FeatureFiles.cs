using System.Runtime.InteropServices;
using System.Text.Json;

namespace Microsoft.ML.Sav.Results.Features;

/// <summary>Writes features as plain files, for NumPy and other tools.</summary>
internal static class FeatureFiles
{
    /// <summary>
    /// Writes NAME.features.f32 ([rows, floats], little-endian), NAME.labels.txt (class, part and location per row, separated by tabs) and
    /// NAME.layout.json (kind, layer, index, size and offset per feature).
    /// </summary>
    public static void Write(FeatureTable features, string folder)
    {
        Directory.CreateDirectory(folder);
        var stem = Path.Combine(folder, features.DataSet.Name);
        using (var file = File.Create(stem + ".features.f32"))
        {
            foreach (var row in features.Rows)
                file.Write(MemoryMarshal.AsBytes<float>(row));
        }
        File.WriteAllLines(stem + ".labels.txt", features.DataSet.Rows.Select(row => $"{row.Label}\t{row.Part}\t{row.Location}"));
        var layout = features.Layout.Select((feature, position) => new { Kind = $"{feature.Kind}", feature.Layer, feature.Index, feature.Size, Offset = features.Layout.GetOffset(position) });
        File.WriteAllText(stem + ".layout.json", JsonSerializer.Serialize(layout));
    }
}
