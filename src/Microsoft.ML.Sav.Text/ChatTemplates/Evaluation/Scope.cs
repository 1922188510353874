namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>The variables of a template, of a loop iteration, or of a macro call. Variables of enclosing scopes are visible in it.</summary>
internal sealed class Scope(Scope? enclosing = null)
{
    private readonly Dictionary<string, object?> _variables = [];

    private Scope? Enclosing => enclosing;

    public void Set(string name, object? value) => _variables[name] = value;

    public bool TryGet(string name, out object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Enclosing)
        {
            if (scope._variables.TryGetValue(name, out value))
                return true;
        }
        value = null;
        return false;
    }
}
