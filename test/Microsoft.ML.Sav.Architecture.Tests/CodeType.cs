namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>A type of the product, with its nested types that are not public.</summary>
/// <param name="Project">The project, as its folder in src is called.</param>
/// <param name="Folder">First part of the namespace below the project's, or null for a type in the project's root namespace.</param>
/// <param name="FullName">Namespace and name.</param>
/// <param name="IsGenerated">Whether protoc generated it.</param>
internal sealed record CodeType(string Project, string? Folder, string FullName, bool IsGenerated);
