namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>A range of a process's memory.</summary>
/// <param name="File">Path of the mapped file; empty or in brackets if there is none.</param>
/// <param name="Resident">Bytes in memory.</param>
/// <param name="Shared">Bytes of these that other processes share.</param>
internal sealed record Mapping(string File, long Resident, long Shared);
