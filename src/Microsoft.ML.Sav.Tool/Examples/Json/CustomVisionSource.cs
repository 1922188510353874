using System.Text.Json;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Json;

/// <summary>
/// What the Custom Vision training API returns from GetImages and GetTaggedImages (https://learn.microsoft.com/rest/api/customvision/get-images): a list of images
/// with <c>id</c>, <c>originalImageUri</c> and <c>tags</c> with <c>tagName</c>. The API has no files: the images, downloaded beside it, are named after their id.
/// Also the COCO file that Microsoft's script for leaving Custom Vision writes.
/// </summary>
/// <param name="coco">Reads that file.</param>
internal sealed class CustomVisionSource(CocoSource coco) : JsonAnnotations("custom-vision")
{
    protected override string Expected => "a list of images with id and tags, as GetTaggedImages returns it, or COCO";

    public override bool Recognises(JsonElement root) => coco.Recognises(root) || IsList(root);

    public override IEnumerable<InputRow> Read(JsonElement root, string path, ImageSearch images)
    {
        if (coco.Recognises(root))
        {
            foreach (var row in coco.Read(root, path, images))
                yield return row;
            yield break;
        }
        foreach (var (index, image) in root.EnumerateArray().Index())
        {
            var id = FindString(image, "id")!;
            var location = $"'{path}' [{index}] '{id}'";
            yield return new InputRow
            {
                ImagePath = [images.FindByIdentifier(id) ?? throw new InvalidDataException($"{location}: there is no image '{id}.*' near '{path}'; download it from its originalImageUri.")],
                Label = GetOnlyLabel(Tags(image, location), location),
                Location = location,
            };
        }
    }

    private static bool IsList(JsonElement root) => root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0
        && root.EnumerateArray().All(image => FindString(image, "id") is not null)
        && root.EnumerateArray().Any(image => Find(image, "tags", JsonValueKind.Array) is not null);

    private static IEnumerable<string> Tags(JsonElement image, string location) =>
        from tag in Find(image, "tags", JsonValueKind.Array)?.EnumerateArray() ?? default
        select FindString(tag, "tagName") ?? throw new InvalidDataException($"{location}: a tag has no 'tagName'.");
}
