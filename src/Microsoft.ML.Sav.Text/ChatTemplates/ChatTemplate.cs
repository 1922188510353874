using Microsoft.ML.Sav.Text.ChatTemplates.Builtins;
using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>
/// A chat template: a Jinja template that renders a conversation as a prompt, with the same output as Hugging Face's
/// <c>apply_chat_template</c>. Thread-safe.
/// </summary>
/// <remarks>
/// Templates cannot run code or read files. A rendering takes at most 10,000,000 steps, no string has more than 4,000,000 characters, and
/// the depth of macros and nesting is limited.
/// </remarks>
internal sealed class ChatTemplate
{
    private readonly IReadOnlyList<Statement> _body;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly TimeProvider _timeProvider;

    private ChatTemplate(IReadOnlyList<Statement> body, IReadOnlyDictionary<string, object?> variables, TimeProvider timeProvider)
    {
        _body = body;
        _variables = variables;
        _timeProvider = timeProvider;
    }

    /// <summary>The beginning-of-sequence token (<c>bos_token</c>), or null if there is none.</summary>
    public string? BeginOfSequence => _variables.GetValueOrDefault("bos_token") as string;

    /// <summary>Parses a template.</summary>
    /// <param name="source">The template.</param>
    /// <param name="variables">Variables for the template, such as <c>bos_token</c>. Default: none.</param>
    /// <param name="timeProvider">The clock of <c>strftime_now</c>. Default: the system's.</param>
    /// <exception cref="ChatTemplateException">The template is not valid Jinja, or uses a tag that is not supported.</exception>
    public static ChatTemplate Parse(
        string source, IReadOnlyDictionary<string, object?>? variables = null, TimeProvider? timeProvider = null) =>
        new(TemplateParser.Parse(source), variables ?? new Dictionary<string, object?>(), timeProvider ?? TimeProvider.System);

    /// <summary>Renders a conversation.</summary>
    /// <param name="messages">The messages, the oldest first.</param>
    /// <param name="addGenerationPrompt">Whether to end with the start of the assistant's answer.</param>
    /// <exception cref="ChatTemplateException">The template refuses the messages, cannot be applied to them, uses a filter or test that is not supported, or exceeds its bounds.</exception>
    public string Render(IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt)
    {
        ArgumentNullException.ThrowIfNull(messages);
        return Render(new Dictionary<string, object?>(_variables)
        {
            ["tools"] = null,
            ["documents"] = null,
            ["messages"] = messages.Select(ToDictionary),
            ["add_generation_prompt"] = addGenerationPrompt,
        });
    }

    /// <summary>Renders the template with the given variables only.</summary>
    public string Render(IReadOnlyDictionary<string, object?> variables)
    {
        var globals = new Scope();
        foreach (var (name, function) in Globals.All)
            globals.Set(name, function);
        foreach (var (name, value) in variables)
            globals.Set(name, TemplateValue.From(value));
        var rendering = new Rendering(_timeProvider);
        try
        {
            return new Interpreter(rendering).Render(_body, new Scope(globals));
        }
        catch (TemplateRuntimeException exception)
        {
            throw new ChatTemplateException(rendering.Line, exception.Message, exception);
        }
    }

    private static Dictionary<string, object?> ToDictionary(ChatMessage message) => new()
    {
        ["role"] = message.Role,
        ["content"] = message is { IsString: true, Content: [ChatContent.Text text] } ? text.Value : message.Content.Select(ToDictionary),
    };

    private static Dictionary<string, object?> ToDictionary(ChatContent content) => content is ChatContent.Text text
        ? new() { ["type"] = "text", ["text"] = text.Value }
        : new() { ["type"] = "image" };
}
