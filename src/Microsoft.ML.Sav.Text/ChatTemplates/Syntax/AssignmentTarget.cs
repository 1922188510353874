namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>The target of an assignment by <c>set</c> or <c>for</c>.</summary>
internal abstract record AssignmentTarget
{
    public sealed record Variable(string Name) : AssignmentTarget;

    /// <summary>An attribute of a <c>namespace()</c>.</summary>
    public sealed record NamespaceAttribute(string Namespace, string Name) : AssignmentTarget;

    /// <summary>Several targets, to which the items of a value are assigned.</summary>
    public sealed record Unpacking(IReadOnlyList<AssignmentTarget> Items) : AssignmentTarget;
}
