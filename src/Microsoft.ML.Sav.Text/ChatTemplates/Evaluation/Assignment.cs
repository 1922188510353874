using Microsoft.ML.Sav.Text.ChatTemplates.Calls;
using Microsoft.ML.Sav.Text.ChatTemplates.Syntax;
using Microsoft.ML.Sav.Text.ChatTemplates.Values;

namespace Microsoft.ML.Sav.Text.ChatTemplates.Evaluation;

/// <summary>Sets the variables of <c>set</c> and <c>for</c>.</summary>
internal static class Assignment
{
    public static void Assign(AssignmentTarget target, object? value, Scope scope, Rendering rendering)
    {
        switch (target)
        {
            case AssignmentTarget.Variable variable:
                scope.Set(variable.Name, value);
                break;
            case AssignmentTarget.NamespaceAttribute attribute:
                if (!scope.TryGet(attribute.Namespace, out var owner) || owner is not TemplateNamespace templateNamespace)
                    throw new TemplateRuntimeException($"'{attribute.Namespace}.{attribute.Name}' can only be set if '{attribute.Namespace}' is a namespace()");
                templateNamespace.SetAttribute(attribute.Name, value);
                break;
            case AssignmentTarget.Unpacking unpacking:
                rendering.ChargeRead(value);
                var items = PythonSequence.Read(value);
                if (items.Count != unpacking.Items.Count)
                    throw new TemplateRuntimeException($"{unpacking.Items.Count} variables cannot be set to {items.Count} values");
                foreach (var (inner, item) in unpacking.Items.Zip(items))
                    Assign(inner, item, scope, rendering);
                break;
        }
    }
}
