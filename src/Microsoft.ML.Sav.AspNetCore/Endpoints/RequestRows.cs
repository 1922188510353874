namespace Microsoft.ML.Sav.AspNetCore.Endpoints;

/// <summary>The rows of a request.</summary>
/// <param name="Inputs">At least one row.</param>
/// <param name="IsBatch">Whether the response is an array.</param>
internal sealed record RequestRows(IReadOnlyList<NamedInput> Inputs, bool IsBatch);
