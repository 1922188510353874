using Microsoft.ML.Sav.Heads.Safetensors;

namespace Microsoft.ML.Sav.Images.Tests.Decoding;

/// <summary>The same picture in every encoding, and its pixels (Samples/README.md).</summary>
internal static class DecodingSamples
{
    private static readonly string Folder = Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Images.Tests", "Decoding", "Samples");

    public static SafetensorsFile Expected { get; } = SafetensorsFile.Read(PathOf("expected.safetensors"));

    public static string PathOf(string file) => Path.Combine(Folder, file);
}
