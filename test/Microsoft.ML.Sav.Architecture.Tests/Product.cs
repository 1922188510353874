using ArchUnitNET.Domain;
using ArchUnitNET.Loader;

namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>The compiled types of src and what they use, as ArchUnitNET reads them from IL.</summary>
internal static class Product
{
    private const string ToolProject = "Microsoft.ML.Sav.Tool";
    private const string ToolAssembly = "sav";

    // The one project that is left out of builds, on feeds without SixLabors.ImageSharp (build/ImageSharp.targets).
    private const string OptionalProject = "Microsoft.ML.Sav.ImageSharp";

    /// <summary>The folders of src that have code.</summary>
    public static IReadOnlyList<string> Projects { get; } =
    [
        .. Directory.GetDirectories(Source).Where(folder => SourceFilesOf(folder).Any())
            .Select(folder => Path.GetFileName(folder)!)
            .Where(project => project != OptionalProject || File.Exists(AssemblyPathOf(project)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The projects whose assemblies are packed as libraries.</summary>
    public static IReadOnlyList<string> Libraries { get; } = [.. Projects.Where(project => project != ToolProject)];

    /// <summary>Uses of one product type by another, without those of a type by itself.</summary>
    public static IReadOnlyList<Dependency> Dependencies { get; } = LoadDependencies();

    public static string Source => Path.Combine(Repository.Root, "src");

    /// <summary>The C# files of a project, without those that the build generates and those of templates for users.</summary>
    public static IEnumerable<string> SourceFilesOf(string folder) =>
        Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(folder, file).Split(Path.DirectorySeparatorChar).Any(part => part is "obj" or "bin" or "content"));

    public static string AssemblyPathOf(string project) =>
        Path.Combine(AppContext.BaseDirectory, $"{(project == ToolProject ? ToolAssembly : project)}.dll");

    private static List<Dependency> LoadDependencies()
    {
        var loader = new ArchLoader();
        foreach (var project in Projects)
            loader.LoadFilteredDirectory(AppContext.BaseDirectory, Path.GetFileName(AssemblyPathOf(project)));
        var types = loader.Build().Types.Where(type => !IsSynthesized(type)).ToDictionary(type => type.FullName);
        var owners = types.Values.ToDictionary(type => type.FullName, type => OwnerOf(type, types));
        var codeTypes = owners.Values.Distinct().ToDictionary(owner => owner, owner => CreateType(types[owner]));
        return
        [
            .. from type in types.Values
               from dependency in type.Dependencies
               where types.ContainsKey(dependency.Target.FullName)
               let @from = codeTypes[owners[type.FullName]]
               let to = codeTypes[owners[dependency.Target.FullName]]
               where @from != to
               group 0 by (@from, to) into pair
               select new Dependency(pair.Key.@from, pair.Key.to),
        ];
    }

    private static CodeType CreateType(IType type)
    {
        var assembly = type.Assembly.Name;
        var project = assembly == ToolAssembly ? ToolProject : assembly;
        var parts = type.Namespace.FullName.StartsWith(project + ".", StringComparison.Ordinal)
            ? type.Namespace.FullName[(project.Length + 1)..].Split('.')
            : [];
        var isGenerated = type is Class { } @class && @class.ImplementedInterfaces.Any(@interface => @interface.FullName == "Google.Protobuf.IMessage");
        return new CodeType(project, parts.FirstOrDefault(), type.FullName, isGenerated);
    }

    // Nested types count as the type around them, but for public ones of a public type, such as an estimator's Options.
    private static string OwnerOf(IType type, Dictionary<string, IType> types)
    {
        var outermost = type.FullName.Split('+')[0];
        return type.Visibility == Visibility.Public && types[outermost].Visibility == Visibility.Public ? type.FullName : outermost;
    }

    // Private details of the compiler, such as closures: ArchUnitNET counts what they use for the method that they belong to.
    private static bool IsSynthesized(IType type) => type.FullName.Contains('<');
}
