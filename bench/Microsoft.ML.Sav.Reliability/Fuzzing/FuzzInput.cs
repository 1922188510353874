namespace Microsoft.ML.Sav.Reliability.Fuzzing;

/// <summary>A file to read.</summary>
/// <param name="Name">What the target has to know about it, for example which configuration file it is.</param>
/// <param name="Content">The bytes.</param>
internal sealed record FuzzInput(string Name, byte[] Content);
