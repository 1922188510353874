using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Calls;

/// <summary>The evaluated arguments of a call.</summary>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    public static Arguments None { get; } = new([], new Dictionary<string, object?>());

    public static Arguments FromPositional(params IReadOnlyList<object?> positional) => new(positional, None.Named);

    /// <summary>Returns the arguments without the first <paramref name="count"/> positional ones.</summary>
    public Arguments Skip(int count) => this with { Positional = [.. Positional.Skip(count)] };

    /// <summary>Assigns the arguments to the parameters of a function.</summary>
    /// <exception cref="TemplateRuntimeException">There are too many arguments, an unknown one, or one given twice.</exception>
    public BoundArguments Bind(params IReadOnlyList<string> parameters)
    {
        if (Positional.Count > parameters.Count)
            throw new TemplateRuntimeException($"expected at most {parameters.Count} arguments ({string.Join(", ", parameters)}), found {Positional.Count}");
        if (Named.Keys.Except(parameters).FirstOrDefault() is { } unknown)
            throw new TemplateRuntimeException($"expected arguments among ({string.Join(", ", parameters)}), found '{unknown}'");
        if (parameters.Take(Positional.Count).FirstOrDefault(Named.ContainsKey) is { } duplicate)
            throw new TemplateRuntimeException($"the argument '{duplicate}' is given twice");
        return new BoundArguments(parameters, this);
    }
}
