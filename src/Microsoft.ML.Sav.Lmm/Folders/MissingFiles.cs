namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>Collects the files that a model folder lacks, so that one error names all of them.</summary>
internal sealed class MissingFiles(string folder)
{
    private readonly List<string> _descriptions = [];

    /// <summary>Returns the first of the files that exists; if none does, notes that it is missing and returns an empty string.</summary>
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
    public void Add(string description) => _descriptions.Add(description);

    /// <exception cref="ModelFolderException">A file is missing; <see cref="ModelFolderException.Problems"/> has a sentence per file.</exception>
    public void ThrowIfAny()
    {
        if (_descriptions.Count > 0)
            throw new ModelFolderException(Describe(string.Join("; ", _descriptions)), [.. _descriptions.Select(Describe)], Path.Combine(folder, _descriptions[0]));
    }

    private string Describe(string missing) => $"The LMM folder '{folder}' lacks {missing}.";
}
