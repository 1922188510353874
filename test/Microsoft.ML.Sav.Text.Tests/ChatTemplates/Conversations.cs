using System.Text.Json;

namespace Microsoft.ML.Sav.Text.Tests.ChatTemplates;

/// <summary>The templates and conversations in <c>Templates</c>.</summary>
internal static class Conversations
{
    public static string Folder { get; } = Path.Combine(Repository.Root, "test", "Microsoft.ML.Sav.Text.Tests", "ChatTemplates", "Templates");

    public static IReadOnlyList<JsonElement> All { get; } = Read("conversations.json");

    public static IEnumerable<string> TemplateNames => Directory.GetFiles(Folder, "*.jinja").Select(path => Path.GetFileName(path)).Order();

    public static IReadOnlyList<JsonElement> Read(string name) =>
        [.. JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name))).RootElement.EnumerateArray()];

    /// <summary>The variables of Templates/render.py.</summary>
    public static Dictionary<string, object?> Context(JsonElement conversation, bool addGenerationPrompt) => new()
    {
        ["messages"] = Jinja.ToValue(conversation.GetProperty("messages")),
        ["tools"] = conversation.TryGetProperty("tools", out var tools) ? Jinja.ToValue(tools) : null,
        ["documents"] = null,
        ["bos_token"] = "<s>",
        ["eos_token"] = "</s>",
        ["date_string"] = "1 Jan 2026",
        ["add_generation_prompt"] = addGenerationPrompt,
    };
}
