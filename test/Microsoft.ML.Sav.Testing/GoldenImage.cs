using Microsoft.ML.Sav.Images;

namespace Microsoft.ML.Sav.Testing;

/// <summary>The images that golden values were computed from. They decode to the pixels that the original implementations saw.</summary>
internal static class GoldenImage
{
    public static ImageInput Read(string name) => ImageInput.FromFile(Repository.Fixture("images", name));
}
