using System.Text.Json;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Images.Resampling;
using Microsoft.ML.Sav.Lmm.Configuration;

namespace Microsoft.ML.Sav.Lmm.ImageProcessing;

/// <summary>Settings of a model's image processor, in the forms that image processors need; see <see cref="ModelConfiguration.ImageProcessor"/>.</summary>
internal sealed class ImageProcessorConfiguration
{
    private readonly JsonSection _settings;
    private readonly JsonSection? _processor;

    private ImageProcessorConfiguration(JsonSection settings, JsonSection? processor)
    {
        (_settings, _processor) = (settings, processor);
        Type = (settings.Text("image_processor_type", "feature_extractor_type")
            ?? throw Invalid("image_processor_type", "the name of an image processor")).Replace("FeatureExtractor", "ImageProcessor", StringComparison.Ordinal);
        // The same processor by another library.
        foreach (var suffix in (string[])["Fast", "Pil"])
        {
            if (Type.EndsWith(suffix, StringComparison.Ordinal))
                Type = Type[..^suffix.Length];
        }
    }

    /// <summary>Where the settings stand, for messages.</summary>
    public string Location => _settings.Location;

    /// <summary>The processor's name, without "Fast"; feature extractors are called image processors.</summary>
    public string Type { get; }

    /// <exception cref="FileNotFoundException">The folder has neither file.</exception>
    /// <exception cref="InvalidDataException">A file is not JSON, or does not name an image processor.</exception>
    public static ImageProcessorConfiguration Load(string folder)
    {
        var (processor, settings) = ModelConfiguration.ReadProcessors(folder);
        return new ImageProcessorConfiguration(settings ?? throw NotFound(folder), processor);
    }

    /// <summary>Whether there is such a setting, and it is not null.</summary>
    public bool Has(string key) => _settings.Find(key) is not null;

    public bool GetBoolean(string key, bool defaultValue) => _settings.Boolean(key) ?? defaultValue;

    /// <param name="key">Name of the setting.</param>
    /// <param name="defaultValue">Null where there must be one.</param>
    public int GetInt32(string key, int? defaultValue = null) => _settings.Int32(key) ?? defaultValue ?? throw Invalid(key, "a whole number");

    public double GetDouble(string key, double defaultValue) => _settings.Double(key) ?? defaultValue;

    /// <summary>Three numbers, or one for all channels.</summary>
    public double[] GetChannels(string key)
    {
        var value = _settings.Find(key) ?? throw Invalid(key, "three numbers");
        JsonElement[] items = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value, value, value];
        return items.Length == RgbImage.Channels && Array.TrueForAll(items, item => item.ValueKind == JsonValueKind.Number)
            ? Array.ConvertAll(items, item => item.GetDouble())
            : throw Invalid(key, "three numbers");
    }

    /// <summary>The mean as a colour, with which processors pad.</summary>
    public byte[] GetMeanColour() => [.. GetChannels("image_mean").Select(mean => (byte)(mean * 255))];

    public ResampleFilter GetResample(ResampleFilter defaultValue)
    {
        var filter = (ResampleFilter)GetInt32("resample", (int)defaultValue);
        return Enum.IsDefined(filter) ? filter : throw Invalid("resample", "a filter of Pillow, 0 to 5");
    }

    /// <param name="key">Name of the setting.</param>
    /// <param name="isSquare">Whether a bare number is the side of a square; else it is the shortest edge.</param>
    public TargetSize GetSize(string key, bool isSquare = true) =>
        (_settings.Find(key) is { } value ? TargetSize.Parse(value, isSquare) : null)
        ?? throw Invalid(key, "a size such as {\"height\": 224, \"width\": 224} or {\"shortest_edge\": 224}");

    /// <summary>A list of [height, width].</summary>
    public IReadOnlyList<ImageSize> GetSizes(string key)
    {
        if (_settings.Find(key) is not { ValueKind: JsonValueKind.Array } value || value.GetArrayLength() == 0)
            throw Invalid(key, "a list of [height, width]");
        return [.. value.EnumerateArray().Select(item => TargetSize.Parse(item, isSquare: true)?.Fixed ?? throw Invalid(key, "a list of [height, width]"))];
    }

    /// <summary>A setting of the processor around the image processor.</summary>
    public int? GetProcessorInt32(string key) => _processor?.Int32(key);

    /// <summary>The class of the processor around the image processor, or null.</summary>
    public string? ProcessorClass => _processor?.Text("processor_class") ?? _settings.Text("processor_class");

    public InvalidDataException Invalid(string key, string expected) => _settings.Unexpected(key, expected);

    private static FileNotFoundException NotFound(string folder) => new(
        $"'{folder}' has neither {ModelConfiguration.PreprocessorFile} nor a {ModelConfiguration.ProcessorFile} with the section "
        + $"'{ModelConfiguration.ImageProcessorSection}', which say how images are prepared.",
        Path.Combine(folder, ModelConfiguration.PreprocessorFile));
}
