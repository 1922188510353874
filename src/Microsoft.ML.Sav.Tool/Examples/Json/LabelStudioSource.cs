using System.Text.Json;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples.Json;

/// <summary>
/// Label Studio's JSON export (https://labelstud.io/guide/export and https://labelstud.io/guide/task_format): tasks with <c>data</c>, and <c>annotations</c> whose
/// results of the type <c>choices</c> are the label. Also its short form JSON-MIN. Predictions and cancelled annotations do not count.
/// </summary>
internal sealed class LabelStudioSource() : JsonAnnotations("label-studio")
{
    // where Label Studio serves uploaded and local files
    private const string LocalFiles = "/data/local-files/?d=";
    private const string Uploads = "/data/upload/";

    protected override string Expected => "a list of tasks with data and annotations, or in JSON-MIN with annotation_id";

    public override bool Recognises(JsonElement root) => root.ValueKind == JsonValueKind.Array && root.GetArrayLength() > 0
        && root.EnumerateArray().All(task => (Find(task, "data", JsonValueKind.Object) is not null && Find(task, "annotations", JsonValueKind.Array) is not null) || IsShort(task));

    public override IEnumerable<InputRow> Read(JsonElement root, string path, ImageSearch images)
    {
        foreach (var (index, task) in root.EnumerateArray().Index())
        {
            var location = $"'{path}' [{index}]";
            var data = IsShort(task) ? task : task.GetProperty("data");
            var image = FindString(data, "image") ?? FindString(data, "img");
            var row = new InputRow
            {
                ImagePath = image is null ? [] : [images.FindFile(ToPath(image), location)],
                Text = FindString(data, "text") ?? FindString(data, "question") ?? "",
                Label = GetOnlyLabel(IsShort(task) ? ShortChoices(task) : Choices(task), location),
                Location = image is null ? location : $"{location} '{image}'",
            };
            yield return row.ImagePath.Length > 0 || row.Text.Length > 0
                ? row
                : throw new InvalidDataException($"{location}: expected an 'image' or 'text' among the data, found {string.Join(", ", data.EnumerateObject().Select(item => $"'{item.Name}'"))}.");
        }
    }

    private static bool IsShort(JsonElement task) => Find(task, "annotation_id", JsonValueKind.Number) is not null;

    private static IEnumerable<string> Choices(JsonElement task) =>
        from annotation in task.GetProperty("annotations").EnumerateArray()
        where Find(annotation, "was_cancelled", JsonValueKind.True) is null
        from result in Find(annotation, "result", JsonValueKind.Array)?.EnumerateArray() ?? default
        where FindString(result, "type") == "choices"
        let value = Find(result, "value", JsonValueKind.Object)
        where value is not null
        from choice in Find(value.Value, "choices", JsonValueKind.Array)?.EnumerateArray() ?? default
        select choice.ToString();

    // a control, often called "choice", has a string if one choice was made, otherwise {"choices": [...]}
    private static IEnumerable<string> ShortChoices(JsonElement task) =>
        FindString(task, "choice") is { } choice ? [choice]
        : from control in Controls(task)
          from item in control.ValueKind == JsonValueKind.String ? [control] : Find(control, "choices", JsonValueKind.Array)?.EnumerateArray().AsEnumerable() ?? []
          select item.ToString();

    // The exporter writes the data, "id", the controls, "annotator". Data with an "id" of its own have the rest of the data after it.
    private static IEnumerable<JsonElement> Controls(JsonElement task) =>
        from property in task.EnumerateObject().SkipWhile(property => property.Name != "id").Skip(1).TakeWhile(property => property.Name != "annotator")
        where property.Name is not ("image" or "img" or "text" or "question")
        select property.Value;

    // /data/upload/PROJECT/FILE is a file that was uploaded; exports with images have it in images/
    private static string ToPath(string url) =>
        url.StartsWith(LocalFiles, StringComparison.Ordinal) ? Uri.UnescapeDataString(url[LocalFiles.Length..])
        : url.StartsWith(Uploads, StringComparison.Ordinal) ? Uri.UnescapeDataString(url[(url.LastIndexOf('/') + 1)..])
        : url;
}
