namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>One type of the product uses another: in a signature, a method body or an attribute.</summary>
internal sealed record Dependency(CodeType From, CodeType To);
