namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>The evaluated arguments of a call.</summary>
internal sealed record Arguments(IReadOnlyList<object?> Positional, IReadOnlyDictionary<string, object?> Named)
{
    public static Arguments None { get; } = new([], new Dictionary<string, object?>());

    /// <summary>Positional arguments only.</summary>
    public static Arguments Of(params IReadOnlyList<object?> positional) => new(positional, None.Named);

    /// <summary>The arguments from position <paramref name="count"/> on, and all named ones.</summary>
    public Arguments Skip(int count) => this with { Positional = [.. Positional.Skip(count)] };

    /// <summary>Gives the arguments to the parameters of these names.</summary>
    /// <exception cref="InvalidDataException">There are too many, one has another name, or one is given twice.</exception>
    public BoundArguments Bind(params IReadOnlyList<string> parameters)
    {
        if (Positional.Count > parameters.Count)
            throw new InvalidDataException($"expected at most {parameters.Count} arguments ({string.Join(", ", parameters)}), found {Positional.Count}");
        if (Named.Keys.Except(parameters).FirstOrDefault() is { } unknown)
            throw new InvalidDataException($"there is no argument '{unknown}' here, only ({string.Join(", ", parameters)})");
        if (parameters.Take(Positional.Count).FirstOrDefault(Named.ContainsKey) is { } twice)
            throw new InvalidDataException($"the argument '{twice}' is given twice");
        return new BoundArguments(parameters, this);
    }
}
