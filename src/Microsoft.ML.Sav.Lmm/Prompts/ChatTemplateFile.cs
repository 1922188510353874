using System.Text.Json;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Text;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Lmm.Prompts;

/// <summary>Finds the chat template of a model folder, in Hugging Face's order of precedence.</summary>
internal static class ChatTemplateFile
{
    private const string Key = "chat_template";
    private const string TokenizerConfiguration = "tokenizer_config.json";

    /// <summary>
    /// Reads the template from chat_template.json, chat_template.jinja, processor_config.json or tokenizer_config.json, the first that has
    /// one, and the special tokens that it prints (<c>bos_token</c> and its like) from tokenizer_config.json.
    /// </summary>
    /// <returns>The template, or null if the folder has none.</returns>
    /// <exception cref="InvalidDataException">A file is not what it should be; the message names it.</exception>
    public static ChatTemplate? Load(string folder, TimeProvider? timeProvider = null)
    {
        foreach (var name in new[] { "chat_template.json", "chat_template.jinja", "processor_config.json", TokenizerConfiguration })
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || Source(path) is not { } source)
                continue;
            try
            {
                return ChatTemplate.Parse(source, SpecialTokens(folder), timeProvider);
            }
            catch (ChatTemplateException exception)
            {
                throw new InvalidDataException($"'{path}': {exception.Message}", exception);
            }
        }
        return null;
    }

    private static string? Source(string path)
    {
        if (Path.GetExtension(path) == ".jinja")
            return File.ReadAllText(path);
        return JsonSection.ReadFile(path).Find(Key) is { } template ? Source(path, template) : null;
    }

    /// <summary>A template is a string, or one of several with names, of which the one named "default" counts.</summary>
    private static string Source(string path, JsonElement template) => template.ValueKind switch
    {
        JsonValueKind.String => template.GetString()!,
        JsonValueKind.Array => template.EnumerateArray().Where(IsDefault).Select(entry => Text(entry, "template")).FirstOrDefault() ??
            throw new InvalidDataException($"'{path}': '{Key}' is a list without a template named 'default'."),
        _ => throw new InvalidDataException($"'{path}': '{Key}' should be a string or a list of named templates, but is {template.ValueKind}."),
    };

    private static bool IsDefault(JsonElement entry) => Text(entry, "name") == "default";

    private static Dictionary<string, object?> SpecialTokens(string folder)
    {
        var path = Path.Combine(folder, TokenizerConfiguration);
        var tokens = new Dictionary<string, object?>();
        foreach (var member in JsonSection.ReadFileIfPresent(path)?.Members() ?? [])
        {
            var token = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : Text(member.Value, "content");
            if (member.Name.EndsWith("_token", StringComparison.Ordinal) && token is not null)
                tokens[member.Name] = token;
        }
        return tokens;
    }

    private static string? Text(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
