using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>A format in which examples are stored.</summary>
/// <param name="name">Name in <c>sav import NAME</c>.</param>
internal abstract class ExampleSource(string name)
{
    public string Name { get; } = name;

    /// <summary>Whether a path is of this format, by its extension; by its content too if the extension leaves that open.</summary>
    public abstract bool Recognises(string path);

    /// <summary>Reads the examples, with and without labels, one at a time.</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">An example is wrong; the message names the file, the place in it and what was expected.</exception>
    public abstract IEnumerable<InputRow> Read(string path, ExampleSourceOptions options);

    protected static bool HasExtension(string path, params ReadOnlySpan<string> extensions)
    {
        foreach (var extension in extensions)
        {
            if (Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }

    protected static void RequireFile(string path)
    {
        if (!File.Exists(path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
    }
}
