namespace Microsoft.ML.Sav.Lmm.Configuration;

/// <summary>Collects what a model folder lacks, so that one error names all of it.</summary>
internal sealed class MissingFiles(string folder)
{
    private readonly List<string> _missing = [];

    /// <summary>What is missing, as messages call it.</summary>
    public IReadOnlyList<string> Descriptions => _missing;

    /// <summary>The first of the files that exists; without one, notes what is missing.</summary>
    /// <param name="description">What messages call the file.</param>
    /// <param name="candidates">Full paths.</param>
    public string Find(string description, params IEnumerable<string> candidates)
    {
        if (candidates.FirstOrDefault(File.Exists) is { } found)
            return found;
        Add(description);
        return "";
    }

    /// <summary>Notes that something is missing.</summary>
    public void Add(string description) => _missing.Add(description);

    /// <exception cref="FileNotFoundException">A file is missing; the message names every one.</exception>
    public void ThrowIfAny()
    {
        if (_missing.Count > 0)
            throw new FileNotFoundException($"The LMM folder '{folder}' lacks {string.Join("; ", _missing)}.", Path.Combine(folder, _missing[0]));
    }
}
