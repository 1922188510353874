namespace Microsoft.ML.Sav.AspNetCore.Endpoints;

/// <summary>A row of a request.</summary>
/// <param name="Name">What the client knows it by: a file name or its position.</param>
/// <param name="Input">The row.</param>
internal sealed record NamedInput(string Name, SavInput Input);
