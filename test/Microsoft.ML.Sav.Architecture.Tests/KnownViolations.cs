namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>What breaks the rules today. The tests fail when an entry is mended and still listed, so these lists only shrink.</summary>
internal static class KnownViolations
{
    /// <summary>Uses of a project that is not below the user's.</summary>
    public static readonly string[] ProjectUses = [];

    /// <summary>Folders of a project that use each other.</summary>
    public static readonly string[] FolderCycles = [];

    /// <summary>Types in a root namespace that use folders and are used by folders.</summary>
    public static readonly string[] FacadesUsedByFolders = [];

    /// <summary>Types that use more than twenty other types of their project.</summary>
    public static readonly string[] TypesWithManyDependencies = [];
}
