namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>All formats. A new one is a class and a line here.</summary>
internal static class FuzzTargets
{
    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        new ModelTarget(),
        new ModelBodyTarget(),
        new FeaturizerBodyTarget(),
        new SafetensorsTarget(),
        new TokenizerTarget(),
        new ConfigurationTarget(),
        new TemplateTarget(),
        new OnnxTarget(),
        new ImageTarget(),
        new RowsTarget(),
        new TablesTarget(),
        new ParquetTarget(),
        new ArchivesTarget(),
        new AnnotationsTarget(),
        new CacheTarget(),
    ];

    /// <exception cref="ArgumentException">There is no such format.</exception>
    public static FuzzTarget Find(string name) => All.Append(PlantedTarget.Instance).FirstOrDefault(target => target.Name == name)
        ?? throw new ArgumentException($"There is no format '{name}', only {string.Join(", ", All.Select(target => target.Name))}.");
}
