using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Sav.Results.Data;

namespace Microsoft.ML.Sav.Results.Features;

/// <summary>Keeps computed floats of all rows of a data set in files whose names depend on the rows' content.</summary>
/// <param name="folder">The folder.</param>
internal sealed class RowCache(string folder)
{
    /// <summary>Reads the floats per row, or computes and writes them.</summary>
    /// <param name="dataSet">The rows.</param>
    /// <param name="computation">What is computed: its name, and all that it depends on besides the rows.</param>
    /// <param name="compute">Computes equally many floats per row.</param>
    public float[][] GetOrAdd(DataSet dataSet, string computation, Func<float[][]> compute)
    {
        var path = Path.Combine(folder, $"{dataSet.Name}-{ComputeKey(dataSet, computation)[..16]}.f32");
        if (File.Exists(path))
        {
            var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
            if (values.Length > 0 && values.Length % dataSet.Rows.Count == 0)
                return [.. values.Chunk(values.Length / dataSet.Rows.Count)];
        }
        var rows = compute();
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(path + ".tmp", MemoryMarshal.AsBytes<float>(rows.SelectMany(row => row).ToArray()).ToArray());
        File.Move(path + ".tmp", path, overwrite: true);
        return rows;
    }

    private static string ComputeKey(DataSet dataSet, string computation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Encoding.UTF8.GetBytes(computation));
        foreach (var row in dataSet.Rows)
        {
            Append(Encoding.UTF8.GetBytes(row.FullText));
            foreach (var image in row.Images)
                Append(File.ReadAllBytes(image));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());

        void Append(byte[] bytes)
        {
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }
    }
}
