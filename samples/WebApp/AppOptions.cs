namespace WebApp;

/// <summary>Settings: the section "WebApp" of appsettings.json, environment variables (<c>WebApp__DataFolder</c>) or arguments (<c>--WebApp:DataFolder=...</c>).</summary>
internal sealed class AppOptions
{
    /// <summary>Folder of everything that is kept, relative to the content root.</summary>
    public string DataFolder { get; set; } = "data";

    /// <summary>Folder of the LMM, relative to the content root; empty for that of the package Microsoft.ML.Sav.SmolLM2.</summary>
    public string? Lmm { get; set; }

    /// <summary>Share of photos like those in the piles that may be called "none of these". Takes effect from 1 / rate - 1 photos on.</summary>
    public double RejectionRate { get; set; } = 0.1;

    /// <summary>Keys that <c>POST /predict</c> asks for; none for everybody.</summary>
    public string[] ApiKeys { get; set; } = [];

    /// <summary>Requests to <c>/predict</c> that an address may send per minute.</summary>
    public int PredictionsPerMinute { get; set; } = 600;

    public int MaxPhotos { get; set; } = 5_000;

    public int MaxPiles { get; set; } = 50;

    public long MaxPhotoBytes { get; set; } = 10 << 20;

    /// <summary>Width times height above which a photo is refused before it is decoded.</summary>
    public long MaxPhotoPixels { get; set; } = 40_000_000;

    public string DatabasePath => Path.Combine(DataFolder, "photos.db");

    public string PhotoFolder => Path.Combine(DataFolder, "photos");

    public string FeatureFolder => Path.Combine(DataFolder, "features");

    public string KeyFolder => Path.Combine(DataFolder, "keys");

    public string ModelPath => Path.Combine(DataFolder, "model.zip");

    /// <exception cref="InvalidOperationException">API keys are set in a way that would let everybody in, or a folder cannot be used.</exception>
    public static AppOptions Load(IConfiguration configuration, IHostEnvironment environment)
    {
        var options = configuration.GetSection("WebApp").Get<AppOptions>() ?? new AppOptions();
        CheckKeys(options.ApiKeys, configuration["WebApp:ApiKeys"]);
        options.DataFolder = Path.GetFullPath(options.DataFolder, environment.ContentRootPath);
        options.Lmm = string.IsNullOrEmpty(options.Lmm) ? null : Path.GetFullPath(options.Lmm, environment.ContentRootPath);
        if (options.Lmm is { } lmm && !Directory.Exists(lmm))
            throw new InvalidOperationException($"There is no folder '{lmm}' with an LMM. Set 'WebApp:Lmm' (as environment variable, WebApp__Lmm) to one.");
        CreateFolders(options);
        return options;
    }

    private static void CreateFolders(AppOptions options)
    {
        try
        {
            Directory.CreateDirectory(options.PhotoFolder);
            File.Create(Path.Combine(options.DataFolder, ".writable"), 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException(
                $"The data folder '{options.DataFolder}' cannot be written to: {exception.Message} Set 'WebApp:DataFolder' (as environment variable, WebApp__DataFolder) to one that this user may write to.", exception);
        }
    }

    private static void CheckKeys(string[] keys, string? value)
    {
        if (keys.Any(string.IsNullOrWhiteSpace))
            throw new InvalidOperationException("A key in 'WebApp:ApiKeys' is blank. Set it to a secret, or remove it; without any key, everybody may predict.");
        if (!string.IsNullOrEmpty(value))
            throw new InvalidOperationException("'WebApp:ApiKeys' is one value, expected a list. Set 'WebApp:ApiKeys:0' (as environment variable, WebApp__ApiKeys__0) to the first key.");
    }
}
