using System.Text.Json;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Json;

/// <summary>
/// COCO (https://cocodataset.org/#format-data): the label of an image is the category of its annotations, with or without boxes. Microsoft's scripts for
/// leaving Custom Vision write it too (https://learn.microsoft.com/azure/ai-services/computer-vision/how-to/migrate-from-custom-vision).
/// </summary>
internal sealed class CocoSource() : JsonAnnotations("coco")
{
    protected override string Expected => "an object with the lists images, annotations and categories";

    public override bool Recognises(JsonElement root) => FindList(root, "images") is not null && FindList(root, "annotations") is not null && FindList(root, "categories") is not null;

    public override IEnumerable<InputRow> Read(JsonElement root, string path, ImageSearch images)
    {
        var names = new Dictionary<string, string>();
        foreach (var (index, category) in Items(root, "categories"))
            names[GetId(category, "id", $"'{path}' categories[{index}]")] = FindString(category, "name") ?? throw new InvalidDataException($"'{path}' categories[{index}]: has no 'name'.");
        var labels = new Dictionary<string, List<string>>();
        foreach (var (index, annotation) in Items(root, "annotations"))
        {
            var location = $"'{path}' annotations[{index}]";
            var category = GetId(annotation, "category_id", location);
            if (!names.TryGetValue(category, out var name))
                throw new InvalidDataException($"{location}: there is no category with the id {category}.");
            var image = GetId(annotation, "image_id", location);
            (labels.TryGetValue(image, out var known) ? known : labels[image] = []).Add(name);
        }
        foreach (var (index, image) in Items(root, "images"))
        {
            var location = $"'{path}' images[{index}]";
            var file = FindString(image, "file_name") ?? throw new InvalidDataException($"{location}: has no 'file_name'.");
            location = $"{location} '{file}'";
            yield return new InputRow
            {
                ImagePath = [images.FindFile(file, location)],
                Label = GetOnlyLabel(labels.GetValueOrDefault(GetId(image, "id", location)) ?? [], location),
                Location = location,
            };
        }
    }

    private static JsonElement? FindList(JsonElement root, string key) => Find(root, key, JsonValueKind.Array);

    private static IEnumerable<(int Index, JsonElement Item)> Items(JsonElement root, string key) => root.GetProperty(key).EnumerateArray().Index();

    // numbers, though some exporters write strings
    private static string GetId(JsonElement element, string key, string location) =>
        (Find(element, key, JsonValueKind.Number) ?? Find(element, key, JsonValueKind.String))?.ToString() ?? throw new InvalidDataException($"{location}: has no '{key}'.");
}
