namespace Microsoft.ML.Sav.Tool.Lmms;

/// <summary>Which LMM a command uses, and why.</summary>
/// <param name="Folder">Its folder.</param>
/// <param name="Origin">What names it: <c>--lmm</c>, <c>SAV_LMM</c> or <c>sav lmm add</c>.</param>
internal sealed record LmmChoice(string Folder, string Origin)
{
    /// <summary>Environment variable that names the LMM's folder.</summary>
    public const string Variable = "SAV_LMM";

    /// <summary>Where models are described.</summary>
    public const string ModelsPage = "https://github.com/microsoft-ml-sav/Microsoft.ML.Sav/blob/main/docs/models.md";

    /// <summary>How to get an LMM.</summary>
    public const string Advice =
        "Download a small one (120 MB): 'dotnet package download Microsoft.ML.Sav.SmolLM2 -o lmm', then 'sav lmm add lmm'. "
        + $"Or name the folder of another one with --lmm, {Variable} or 'sav lmm add FOLDER'; see {ModelsPage}";

    /// <summary>The LMM that the command line names, else the environment variable, else the first configured one.</summary>
    /// <param name="given">Folder on the command line; <see langword="null"/> for none.</param>
    /// <exception cref="InvalidDataException">Nothing names an LMM; the message says how to get one.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist; the message says what names it.</exception>
    public static LmmChoice Find(string? given)
    {
        if (given is not null)
            return new LmmChoice(given, "--lmm");
        var choice = FindDefault() ?? throw new InvalidDataException($"No large multimodal model (LMM) is given or configured. {Advice}");
        return Directory.Exists(choice.Folder)
            ? choice
            : throw new DirectoryNotFoundException($"There is no LMM folder '{choice.Folder}', which {choice.Origin} named. {Advice}");
    }

    /// <summary>The LMM for commands without <c>--lmm</c>; <see langword="null"/> if none is configured.</summary>
    public static LmmChoice? FindDefault() =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? new LmmChoice(folder, Variable)
        : ConfiguredLmms.Load().Folders is [var first, ..] ? new LmmChoice(first, "'sav lmm add'")
        : null;

    /// <summary>All folders that are configured, for models whose LMM has moved.</summary>
    public static IEnumerable<string> AllConfigured() =>
        ConfiguredLmms.Load().Folders.Prepend(Environment.GetEnvironmentVariable(Variable) ?? "").Where(folder => folder.Length > 0);
}
