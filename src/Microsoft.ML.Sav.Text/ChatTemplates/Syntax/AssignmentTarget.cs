namespace Microsoft.ML.Sav.Text.ChatTemplates.Syntax;

/// <summary>What <c>set</c> and <c>for</c> give a value to.</summary>
internal abstract record AssignmentTarget
{
    public sealed record Variable(string Name) : AssignmentTarget;

    /// <summary>An attribute of a <c>namespace()</c>.</summary>
    public sealed record NamespaceAttribute(string Namespace, string Name) : AssignmentTarget;

    /// <summary>Several targets that unpack one value.</summary>
    public sealed record Unpacking(IReadOnlyList<AssignmentTarget> Items) : AssignmentTarget;
}
