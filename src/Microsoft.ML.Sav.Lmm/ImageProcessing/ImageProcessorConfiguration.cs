using System.Text.Json;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Settings of a model's image processor, in the types that image processors need.</summary>
internal sealed class ImageProcessorConfiguration
{
    /// <summary>Greatest number of pixels of a patch per side, and of patches that are merged. Products of them do not overflow.</summary>
    public const int MaximumPatchSize = 1024;

    private readonly JsonSection _settings;
    private readonly JsonSection? _processor;

    private ImageProcessorConfiguration(JsonSection settings, JsonSection? processor)
    {
        (_settings, _processor) = (settings, processor);
        var name = settings.GetString("image_processor_type", "feature_extractor_type")
            ?? throw CreateUnexpectedException("image_processor_type", "the name of an image processor");
        Type = RemoveBackend(name.Replace("FeatureExtractor", "ImageProcessor", StringComparison.Ordinal));
    }

    /// <summary>The processor's name, without the library that it works with ("Fast", "Pil").</summary>
    public string Type { get; }

    /// <summary>Reads the settings of a folder.</summary>
    /// <exception cref="ModelFolderException">There are none, or they do not name an image processor.</exception>
    public static ImageProcessorConfiguration Read(ConfigurationFiles files) => new(
        files.ImageProcessor ?? throw new ModelFolderException(
            $"'{files.Folder}' has neither {ConfigurationFiles.PreprocessorConfig} nor a section '{ConfigurationFiles.ImageProcessorSection}' in "
            + $"{ConfigurationFiles.ProcessorConfig}, which say how images are prepared.",
            files.PathOf(ConfigurationFiles.PreprocessorConfig)),
        files.Processor);

    /// <summary>Whether a setting is present and not null.</summary>
    public bool Has(string key) => _settings.Find(key) is not null;

    public bool GetBoolean(string key, bool defaultValue) => _settings.GetBoolean(key) ?? defaultValue;

    /// <param name="key">Name of the setting.</param>
    /// <param name="defaultValue"><see langword="null"/> if the setting is required.</param>
    public int GetInt32(string key, int? defaultValue = null) => _settings.GetInt32(key) ?? defaultValue ?? throw CreateUnexpectedException(key, "an integer");

    /// <summary>An integer from 1 to a maximum.</summary>
    public int GetPositiveInt32(string key, int? defaultValue = null, int maximum = int.MaxValue) =>
        GetInt32(key, defaultValue) is > 0 and var value && value <= maximum
            ? value
            : throw CreateUnexpectedException(key, maximum == int.MaxValue ? "an integer above 0" : $"an integer from 1 to {maximum}");

    public double GetDouble(string key, double defaultValue) => _settings.GetDouble(key) ?? defaultValue;

    /// <summary>A number per channel; a single number is for all channels.</summary>
    public double[] GetChannels(string key)
    {
        var value = _settings.Find(key) ?? throw CreateUnexpectedException(key, "three numbers");
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value, value, value];
        return items.Length == RgbImage.Channels && Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.Number && double.IsFinite(item.GetDouble()))
            ? Array.ConvertAll(items, item => item.GetDouble())
            : throw CreateUnexpectedException(key, "three numbers");
    }

    /// <summary>The mean as a colour, in which some processors pad.</summary>
    public byte[] GetMeanColour() => [.. GetChannels("image_mean").Select(mean => (byte)(mean * 255))];

    public ResampleFilter GetResample(ResampleFilter defaultValue)
    {
        var filter = (ResampleFilter)GetInt32("resample", (int)defaultValue);
        return Enum.IsDefined(filter) ? filter : throw CreateUnexpectedException("resample", "a filter of Pillow, 0 to 5");
    }

    /// <param name="key">Name of the setting.</param>
    /// <param name="isSquare">Whether a single number is the side of a square; otherwise it is the shortest edge.</param>
    public TargetSize GetSize(string key, bool isSquare = true) =>
        (_settings.Find(key) is { } value ? TargetSize.Parse(value, isSquare) : null)
        ?? throw CreateUnexpectedException(key, "a size such as {\"height\": 224, \"width\": 224} or {\"shortest_edge\": 224}");

    /// <summary>A size that does not depend on the image.</summary>
    public ImageSize GetFixedSize(string key) =>
        GetSize(key).Fixed ?? throw CreateUnexpectedException(key, "a size such as {\"height\": 224, \"width\": 224}");

    /// <summary>A list of [height, width].</summary>
    public IReadOnlyList<ImageSize> GetSizes(string key)
    {
        if (_settings.Find(key) is not { ValueKind: JsonValueKind.Array } value || value.GetArrayLength() == 0)
            throw CreateUnexpectedException(key, "a list of [height, width]");
        return [.. value.EnumerateArray().Select(item => TargetSize.Parse(item, isSquare: true)?.Fixed ?? throw CreateUnexpectedException(key, "a list of [height, width]"))];
    }

    /// <summary>An integer of processor_config.json.</summary>
    public int? GetProcessorInt32(string key) => _processor?.GetInt32(key);

    /// <summary>The class of the processor that uses the image processor.</summary>
    public string? ProcessorClass => _processor?.GetString("processor_class") ?? _settings.GetString("processor_class");

    /// <inheritdoc cref="JsonSection.CreateUnexpectedException"/>
    public ModelFolderException CreateUnexpectedException(string key, string expected) => _settings.CreateUnexpectedException(key, expected);

    /// <inheritdoc cref="JsonSection.CreateException"/>
    public ModelFolderException CreateException(string problem) => _settings.CreateException(problem);

    private static string RemoveBackend(string type)
    {
        foreach (var suffix in new[] { "Fast", "Pil" })
        {
            if (type.EndsWith(suffix, StringComparison.Ordinal))
                type = type[..^suffix.Length];
        }
        return type;
    }
}
