using Microsoft.ML.Sav.Tool.Examples.Tables;
using Microsoft.ML.Sav.Tool.Files;

namespace Microsoft.ML.Sav.Tool.Examples;

/// <summary>How examples are read. All are found if they are not set.</summary>
internal sealed record ExampleSourceOptions
{
    public static ExampleSourceOptions Default { get; } = new();

    /// <summary>Whether a folder of images without labels is an error.</summary>
    public bool NeedsLabels { get; init; }

    /// <summary>Folder of the images that annotations name. Default: searched for near the annotations.</summary>
    public string? ImageFolder { get; init; }

    /// <summary>Folder that images in archives are unpacked to. Default: a temporary one, which is deleted when the command ends.</summary>
    public string? UnpackFolder { get; init; }

    /// <summary>What the archive of the examples has unpacked to. Default: <see langword="null"/>, they are in no archive.</summary>
    public UnpackedLength? Unpacked { get; init; }

    /// <summary>Columns of tables. Default: found by their names.</summary>
    public ColumnNames Columns { get; init; } = new(null, null, null);
}
