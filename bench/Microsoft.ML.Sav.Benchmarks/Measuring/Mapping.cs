namespace Microsoft.ML.Sav.Benchmarks.Measuring;

/// <summary>A range of a process's memory.</summary>
/// <param name="File">Path of the file that is mapped there; empty or in brackets for none.</param>
/// <param name="Resident">Bytes in memory.</param>
/// <param name="Shared">Bytes of these that other processes have mapped too.</param>
internal sealed record Mapping(string File, long Resident, long Shared);
