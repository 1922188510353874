using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;

namespace Microsoft.ML.Sav.Reliability.Fuzzing;

/// <summary>A format that the library reads: the files to start from, how to change them, and what reading them may do.</summary>
internal abstract class FuzzTarget
{
    private readonly Lazy<IReadOnlyList<FuzzInput>> _corpus;

    protected FuzzTarget() => _corpus = new(() => [.. ReadFound(), .. CreateCorpus()]);

    /// <summary>Name on the command line, and of the folder in test/Fixtures/fuzz with files that once failed.</summary>
    public abstract string Name { get; }

    /// <summary>Files that are read as they are first, and that the cases are made from.</summary>
    public IReadOnlyList<FuzzInput> Corpus => _corpus.Value;

    /// <summary>How cases are made; one that is listed twice is taken twice as often.</summary>
    public abstract IReadOnlyList<IMutator> Mutators { get; }

    /// <summary>Bytes that reading one case may allocate, freed ones included.</summary>
    public virtual long AllocationLimit => 64 << 20;

    /// <summary>Reads a case as the library does.</summary>
    /// <param name="input">The case.</param>
    /// <param name="folder">The only folder to write to.</param>
    public abstract void Read(FuzzInput input, string folder);

    /// <summary>Whether an exception of <see cref="Read"/> is the documented one for a wrong file.</summary>
    public abstract bool IsDocumented(Exception exception);

    protected abstract IEnumerable<FuzzInput> CreateCorpus();

    protected static IEnumerable<FuzzInput> ReadFiles(IEnumerable<string> paths, Func<string, string>? name = null) =>
        paths.Order(StringComparer.Ordinal).Select(path => new FuzzInput(name?.Invoke(path) ?? Path.GetFileName(path), File.ReadAllBytes(path)));

    /// <summary>Writes the case to a file of the folder.</summary>
    protected static string Write(FuzzInput input, string folder, string name)
    {
        var path = Path.Combine(folder, name);
        File.WriteAllBytes(path, input.Content);
        return path;
    }

    private IEnumerable<FuzzInput> ReadFound()
    {
        var folder = Repository.Fixture("fuzz", Name);
        return Directory.Exists(folder) ? ReadFiles(Directory.GetFiles(folder)) : [];
    }
}
