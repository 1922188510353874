using System.Text.Json;
using Microsoft.ML.Sav.Lmm.Images.Resampling;

namespace Microsoft.ML.Sav.Lmm.Images.Processing;

/// <summary>
/// Settings of a model's image processor: the section <c>image_processor</c> of processor_config.json (transformers 5), or the whole of
/// preprocessor_config.json.
/// </summary>
internal sealed class ImageProcessorConfiguration
{
    private const string ProcessorFile = "processor_config.json";
    private const string PreprocessorFile = "preprocessor_config.json";
    private const string Section = "image_processor";

    private readonly JsonElement _settings;
    private readonly JsonElement _processor;

    private ImageProcessorConfiguration(string path, JsonElement settings, JsonElement processor)
    {
        (Path, _settings, _processor) = (path, settings, processor);
        Type = (GetString("image_processor_type") ?? GetString("feature_extractor_type")
            ?? throw Invalid("image_processor_type", "the name of an image processor")).Replace("FeatureExtractor", "ImageProcessor", StringComparison.Ordinal);
        // The same processor by another library.
        foreach (var suffix in (string[])["Fast", "Pil"])
        {
            if (Type.EndsWith(suffix, StringComparison.Ordinal))
                Type = Type[..^suffix.Length];
        }
    }

    /// <summary>The file, for error messages.</summary>
    public string Path { get; }

    /// <summary>The processor's name, without "Fast"; feature extractors are called image processors.</summary>
    public string Type { get; }

    /// <exception cref="FileNotFoundException">The folder has neither file.</exception>
    /// <exception cref="InvalidDataException">A file is not JSON, or does not name an image processor.</exception>
    public static ImageProcessorConfiguration Load(string folder)
    {
        var processorPath = System.IO.Path.Combine(folder, ProcessorFile);
        var processor = File.Exists(processorPath) ? ReadJson(processorPath) : default;
        if (processor.ValueKind == JsonValueKind.Object && processor.TryGetProperty(Section, out var section) && section.ValueKind == JsonValueKind.Object)
            return new ImageProcessorConfiguration(processorPath, section, processor);

        var path = System.IO.Path.Combine(folder, PreprocessorFile);
        if (!File.Exists(path))
            throw new FileNotFoundException($"'{folder}' has neither {PreprocessorFile} nor a {ProcessorFile} with the section '{Section}', which say how images are prepared.", path);
        return new ImageProcessorConfiguration(path, ReadJson(path), processor);
    }

    /// <summary>Whether there is such a setting, and it is not null.</summary>
    public bool Has(string key) => TryGet(_settings, key, out _);

    public bool GetBoolean(string key, bool defaultValue) => TryGet(_settings, key, out var value)
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Invalid(key, "true or false")
        : defaultValue;

    /// <param name="key">Name of the setting.</param>
    /// <param name="defaultValue">Null where there must be one.</param>
    public int GetInt32(string key, int? defaultValue = null) => TryGet(_settings, key, out var value)
        ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : throw Invalid(key, "a whole number")
        : defaultValue ?? throw Invalid(key, "a whole number");

    public double GetDouble(string key, double defaultValue) => TryGet(_settings, key, out var value)
        ? value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Invalid(key, "a number")
        : defaultValue;

    /// <summary>Three numbers, or one for all channels.</summary>
    public double[] GetChannels(string key)
    {
        if (TryGet(_settings, key, out var value))
        {
            if (value.ValueKind == JsonValueKind.Number)
                return [value.GetDouble(), value.GetDouble(), value.GetDouble()];
            if (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == RgbImage.Channels && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.Number))
                return [.. value.EnumerateArray().Select(item => item.GetDouble())];
        }
        throw Invalid(key, "three numbers");
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
        (TryGet(_settings, key, out var value) ? TargetSize.Parse(value, isSquare) : null)
        ?? throw Invalid(key, "a size such as {\"height\": 224, \"width\": 224} or {\"shortest_edge\": 224}");

    /// <summary>A list of [height, width].</summary>
    public IReadOnlyList<ImageSize> GetSizes(string key)
    {
        if (!TryGet(_settings, key, out var value) || value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
            throw Invalid(key, "a list of [height, width]");
        return [.. value.EnumerateArray().Select(item => TargetSize.Parse(item, isSquare: true)?.Fixed ?? throw Invalid(key, "a list of [height, width]"))];
    }

    /// <summary>A setting of the processor around the image processor.</summary>
    public int? GetProcessorInt32(string key) => TryGet(_processor, key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetInt32() : null;

    /// <summary>The class of the processor around the image processor, or null.</summary>
    public string? ProcessorClass => (TryGet(_processor, "processor_class", out var value) ? value.GetString() : null) ?? GetString("processor_class");

    public InvalidDataException Invalid(string key, string expected) => new(
        $"'{Path}': '{key}' should be {expected}, but is {(TryGet(_settings, key, out var value) ? value.GetRawText() : "missing")}.");

    private string? GetString(string key) => TryGet(_settings, key, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static bool TryGet(JsonElement element, string key, out JsonElement value)
    {
        value = default;
        return element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private static JsonElement ReadJson(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.Clone();
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"'{path}' is not JSON: {exception.Message}", exception);
        }
    }
}
