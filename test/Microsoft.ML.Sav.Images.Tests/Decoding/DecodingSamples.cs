using Microsoft.ML.Sav.Heads.Storage;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

/// <summary>Small images in every format and the pixels that Pillow decodes them to (Samples/README.md).</summary>
internal static class DecodingSamples
{
    private static readonly string Folder = Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Images.Tests", "Decoding", "Samples");

    public static SafetensorsFile Expected { get; } = new(GetPath("expected.safetensors"));

    public static string GetPath(string file) => Path.Combine(Folder, file);

    public static byte[] ReadAllBytes(string file) => File.ReadAllBytes(GetPath(file));
}
