using System.Buffers.Binary;
using System.IO.Compression;
using System.Runtime.InteropServices;
using SkiaSharp;

namespace Microsoft.ML.Sav.Results.Data;

/// <summary>Writes images of Fashion-MNIST (MIT licence, the IDX files of Debian's package dataset-fashion-mnist) as PNG files.</summary>
internal static class FashionMnist
{
    /// <summary>Where Debian's package has the files.</summary>
    public const string DebianFolder = "/usr/share/datasets/fashion-mnist";

    private const int TrainPerClass = 60;
    private const int TestPerClass = 100;
    private static readonly string[] Classes = ["t-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "ankle-boot"];

    /// <summary>Writes the first images per class to train/CLASS and test/CLASS, unless they are there.</summary>
    /// <param name="source">Folder of the IDX files.</param>
    /// <param name="folder">Folder to write to.</param>
    public static void Unpack(string source, string folder)
    {
        Unpack(source, "train", Path.Combine(folder, "train"), TrainPerClass);
        Unpack(source, "t10k", Path.Combine(folder, "test"), TestPerClass);
    }

    private static void Unpack(string source, string prefix, string folder, int countPerClass)
    {
        using var images = Open(Path.Combine(source, prefix + "-images-idx3-ubyte.gz"), dimensions: 3, out var shape);
        using var labels = Open(Path.Combine(source, prefix + "-labels-idx1-ubyte.gz"), dimensions: 1, out _);
        var pixels = new byte[shape[1] * shape[2]];
        var counts = new int[Classes.Length];
        for (var number = 0; number < shape[0] && counts.Min() < countPerClass; number++)
        {
            images.ReadExactly(pixels);
            var label = labels.ReadByte();
            if (counts[label]++ >= countPerClass)
                continue;
            var path = Path.Combine(folder, Classes[label], $"{number:00000}.png");
            if (!File.Exists(path))
                WritePng(path, pixels, width: shape[2], height: shape[1]);
        }
    }

    // IDX: a magic number that ends with the number of dimensions, then the dimensions, big-endian.
    private static GZipStream Open(string path, int dimensions, out int[] shape)
    {
        var stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        var header = new byte[sizeof(int) * (1 + dimensions)];
        stream.ReadExactly(header);
        if (header is not [0, 0, 8, var count, ..] || count != dimensions)
            throw new InvalidDataException($"'{path}' should be an IDX file of bytes with {dimensions} dimensions.");
        shape = [.. Enumerable.Range(1, dimensions).Select(i => BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(sizeof(int) * i)))];
        return stream;
    }

    private static void WritePng(string path, byte[] pixels, int width, int height)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        using var encoded = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        File.WriteAllBytes(path, encoded.ToArray());
    }
}
