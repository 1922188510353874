namespace Microsoft.ML.Sav.Architecture.Tests;

/// <summary>What breaks the rules today. The tests fail when an entry is mended and still listed, so these lists only shrink.</summary>
internal static class KnownViolations
{
    /// <summary>Uses of a project that is not below the user's.</summary>
    public static readonly string[] ProjectUses =
    [
        // Sav and the tool ask what kind of error a row's is; PromptException of Lmm will say it.
        "Microsoft.ML.Sav.Columns.Example -> Microsoft.ML.Sav.Text.ChatTemplates.ChatTemplateException",
        "Microsoft.ML.Sav.Tool.Inspection.Trial -> Microsoft.ML.Sav.Text.ChatTemplates.ChatTemplateException",
        "Microsoft.ML.Sav.Tool.Examples.RowErrors -> Microsoft.ML.Sav.Text.ChatTemplates.ChatTemplateException",
    ];

    /// <summary>Folders of a project that use each other.</summary>
    public static readonly string[] FolderCycles =
    [
        // The way of a row goes back and forth; it becomes one folder.
        "Microsoft.ML.Sav.Lmm: Caching, Families, Prompts, Sessions",
    ];

    /// <summary>Types in a root namespace that use folders and are used by folders.</summary>
    public static readonly string[] FacadesUsedByFolders =
    [
        "Microsoft.ML.Sav.Lmm.HeadExtractor",
        "Microsoft.ML.Sav.Lmm.MultimodalModel",
        "Microsoft.ML.Sav.Onnx.GraphIndex",
        "Microsoft.ML.Sav.Onnx.HeadGraph",
        "Microsoft.ML.Sav.SavModel",
        "Microsoft.ML.Sav.SavTransformer",
    ];

    /// <summary>Types that use more than twenty other types of their project.</summary>
    public static readonly string[] TypesWithManyDependencies =
    [
        "Microsoft.ML.Sav.Lmm.MultimodalModel",
        "Microsoft.ML.Sav.Text.ChatTemplates.Evaluation.Interpreter",
    ];
}
