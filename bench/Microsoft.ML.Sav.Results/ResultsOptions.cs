namespace Microsoft.ML.Sav.Results;

/// <summary>Options of the program.</summary>
internal sealed record ResultsOptions
{
    /// <summary>Data sets to measure; the known ones if there is none.</summary>
    public IReadOnlyList<string> Data { get; init; } = [];

    /// <summary>Whether the known data sets are measured too if <see cref="Data"/> names some.</summary>
    public bool WithKnownData { get; init; }

    /// <summary>Training rows per class.</summary>
    public IReadOnlyList<int> Shots { get; init; } = [1, 2, 5, 10, 20, 50];

    /// <summary>Number of random splits.</summary>
    public int Seeds { get; init; } = 5;

    /// <summary>Greatest number of test rows per class.</summary>
    public int MaxTest { get; init; } = 100;

    /// <summary>Numbers of heads for the figures.</summary>
    public IReadOnlyList<int> HeadCounts { get; init; } = [1, 2, 3, 5, 10, 15, 20, 30, 40, 60, 80];

    /// <summary>Whether the LMM's own answers are left out, which need more passes than all features.</summary>
    public bool WithoutZeroShot { get; init; }

    /// <summary>Whether label sets, rejection and calibration are measured instead.</summary>
    public bool Scores { get; init; }

    /// <summary>Folder of the LMM.</summary>
    public required string Lmm { get; init; }

    /// <summary>Folder in which features and other results per row are kept.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>The page.</summary>
    public required string Output { get; init; }

    /// <summary>Folder to write features to as plain files; <see langword="null"/> for none.</summary>
    public string? FeatureFolder { get; init; }
}
