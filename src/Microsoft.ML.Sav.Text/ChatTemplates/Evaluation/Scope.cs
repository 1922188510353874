namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>The variables of a template, of one round of a loop, or of one call of a macro; it sees those around it.</summary>
internal sealed class Scope(Scope? outer = null)
{
    private readonly Dictionary<string, object?> _variables = [];

    public void Set(string name, object? value) => _variables[name] = value;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope._variables.TryGetValue(name, out value))
                return true;
        }

        value = null;
        return false;
    }

    private Scope? Outer => outer;
}
