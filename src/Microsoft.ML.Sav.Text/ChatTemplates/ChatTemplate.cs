using Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;
using Microsoft.ML.Sav.Text.ChatTemplates.Functions;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates;

/// <summary>
/// A model's chat template: a Jinja template that turns a conversation into the text the model was trained on. It prints what Hugging
/// Face's <c>apply_chat_template</c> prints. Immutable and safe for use by several threads.
/// </summary>
/// <remarks>
/// A template can neither run code nor read files, and it comes to an end: one rendering takes at most 10,000,000 steps, no text in it
/// has more than 4,000,000 characters, and macros and nesting stop before the stack is full.
/// </remarks>
public sealed class ChatTemplate
{
    private readonly IReadOnlyList<Statement> _body;
    private readonly IReadOnlyDictionary<string, object?> _variables;
    private readonly TimeProvider _timeProvider;

    internal ChatTemplate(string source, IReadOnlyDictionary<string, object?> variables, TimeProvider timeProvider)
    {
        _body = TemplateParser.Parse(source);
        _variables = variables;
        _timeProvider = timeProvider;
    }

    /// <summary>The tokenizer's first token (<c>bos_token</c>), where it has one.</summary>
    internal string? BeginOfSequence => _variables.GetValueOrDefault("bos_token") as string;

    /// <summary>Reads a template.</summary>
    /// <param name="source">The template's text.</param>
    /// <param name="timeProvider">The clock behind <c>strftime_now</c>; by default the system's.</param>
    /// <exception cref="InvalidDataException">The template breaks Jinja's syntax, or uses what is not supported; the message names the line.</exception>
    public static ChatTemplate Parse(string source, TimeProvider? timeProvider = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new ChatTemplate(source, new Dictionary<string, object?>(), timeProvider ?? TimeProvider.System);
    }

    /// <summary>Prints a conversation.</summary>
    /// <param name="messages">The messages, the oldest first.</param>
    /// <param name="addGenerationPrompt">Whether the text ends where the assistant's answer starts.</param>
    /// <param name="variables">
    /// More variables that the template may use, such as <c>bos_token</c>: strings, numbers, bools, lists, dictionaries with string keys,
    /// or <see cref="System.Text.Json.JsonElement"/>.
    /// </param>
    /// <exception cref="ChatTemplateException">The template refuses the messages.</exception>
    /// <exception cref="InvalidDataException">The template cannot be applied to the messages, or exceeds its bounds; the message names the line.</exception>
    public string Render(
        IReadOnlyList<ChatMessage> messages, bool addGenerationPrompt, IReadOnlyDictionary<string, object?>? variables = null)
    {
        ArgumentNullException.ThrowIfNull(messages);
        var context = new Dictionary<string, object?> { ["tools"] = null, ["documents"] = null };
        foreach (var (name, value) in _variables.Concat(variables ?? new Dictionary<string, object?>()))
            context[name] = value;
        context["messages"] = messages.Select(ToDictionary);
        context["add_generation_prompt"] = addGenerationPrompt;
        return Render(context);
    }

    /// <summary>Prints the template with these variables alone.</summary>
    internal string Render(IReadOnlyDictionary<string, object?> context)
    {
        var scope = Globals.CreateScope();
        foreach (var (name, value) in context)
            scope.Set(name, TemplateValue.From(value));
        var rendering = new Rendering(_timeProvider);
        try
        {
            return new Interpreter(rendering).Render(_body, new Scope(scope));
        }
        catch (InvalidDataException exception)
        {
            throw new InvalidDataException($"The chat template fails on line {rendering.Line}: {exception.Message}.", exception);
        }
    }

    private static Dictionary<string, object?> ToDictionary(ChatMessage message) => new()
    {
        ["role"] = message.Role,
        ["content"] = message is { IsPlainText: true, Content: [ChatContent.Text text] } ? text.Value : message.Content.Select(ToDictionary),
    };

    private static Dictionary<string, object?> ToDictionary(ChatContent content) => content is ChatContent.Text text
        ? new() { ["type"] = "text", ["text"] = text.Value }
        : new() { ["type"] = "image" };
}
