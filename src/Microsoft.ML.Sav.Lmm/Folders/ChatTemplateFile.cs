using System.Text.Json;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Text;
using Microsoft.ML.Sav.Text.ChatTemplates;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>Finds the chat template of a model folder, in Hugging Face's order of precedence.</summary>
internal static class ChatTemplateFile
{
    /// <summary>Name of the file that is nothing but the template.</summary>
    public const string JinjaFile = "chat_template.jinja";

    private const string Key = "chat_template";
    private const long MaximumBytes = 16 << 20;

    /// <summary>
    /// Reads the template from chat_template.json, chat_template.jinja, processor_config.json or tokenizer_config.json, the first that has
    /// one, with the special tokens of tokenizer_config.json (<c>bos_token</c> and others) as variables and the date of <see cref="PromptClock"/>.
    /// </summary>
    /// <returns>The template; <see langword="null"/> if there is none.</returns>
    /// <exception cref="ModelFolderException">A file is wrong; the message names it.</exception>
    public static ChatTemplate? Read(ConfigurationFiles files)
    {
        string[] names = [ConfigurationFiles.ChatTemplateConfig, JinjaFile, ConfigurationFiles.ProcessorConfig, ConfigurationFiles.TokenizerConfig];
        foreach (var name in names)
        {
            if (FindSource(files, name) is not { } source)
                continue;
            var path = files.PathOf(name);
            try
            {
                return ChatTemplate.Parse(source, GetSpecialTokens(files.Tokenizer), PromptClock.Instance);
            }
            catch (ChatTemplateException exception)
            {
                throw new ModelFolderException($"'{path}': {exception.Message}", path, exception);
            }
        }
        return null;
    }

    private static string? FindSource(ConfigurationFiles files, string name)
    {
        if (name == JinjaFile)
            return File.Exists(files.PathOf(name)) ? ReadText(files.PathOf(name)) : null;
        return files.Find(name) is { } file && file.Find(Key) is { } template ? GetSource(file, template) : null;
    }

    private static string ReadText(string path)
    {
        RegularFile.Check(path, MaximumBytes);
        return File.ReadAllText(path);
    }

    // a string, or a list of named templates, of which "default" is meant
    private static string GetSource(JsonSection file, JsonElement template) => template.ValueKind switch
    {
        JsonValueKind.String => template.GetString()!,
        JsonValueKind.Array => template.EnumerateArray().Where(entry => GetString(entry, "name") == "default").Select(entry => GetString(entry, "template")).FirstOrDefault()
            ?? throw file.CreateException($"'{Key}' is a list without a template named 'default'."),
        _ => throw file.CreateUnexpectedException(Key, "a string or a list of named templates"),
    };

    private static Dictionary<string, object?> GetSpecialTokens(JsonSection? tokenizer)
    {
        var tokens = new Dictionary<string, object?>();
        foreach (var member in tokenizer?.Members() ?? [])
        {
            var token = member.Value.ValueKind == JsonValueKind.String ? member.Value.GetString() : GetString(member.Value, "content");
            if (member.Name.EndsWith("_token", StringComparison.Ordinal) && token is not null)
                tokens[member.Name] = token;
        }
        return tokens;
    }

    private static string? GetString(JsonElement element, string property) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
