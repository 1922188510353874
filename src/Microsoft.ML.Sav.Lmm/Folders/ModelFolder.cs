using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Onnx.Vision;
using Microsoft.ML.Sav.Text.ChatTemplates;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Folders;

/// <summary>
/// All that is read from a model folder, each file once, when it is first needed. A part that is missing or wrong throws the same
/// <see cref="ModelFolderException"/> each time. Safe to use from many threads.
/// </summary>
internal sealed class ModelFolder
{
    private readonly ConfigurationFiles _json;
    private readonly MissingFiles _missing;
    private readonly Lazy<ModelFiles> _files;
    private readonly Lazy<ModelConfiguration> _configuration;
    private readonly Lazy<IHeadGraphSource> _decoder;
    private readonly Lazy<OnnxGraphInfo?> _visionEncoder;
    private readonly Lazy<VisionEncoderInfo> _visionEncoderInfo;
    private readonly Lazy<OnnxGraphInfo?> _embeddings;
    private readonly Lazy<Tokenizer> _tokenizer;
    private readonly Lazy<ChatTemplate?> _chatTemplate;
    private readonly Lazy<IImageProcessor?> _imageProcessor;
    private readonly Lazy<FamilyRegistration> _registration;
    private readonly Lazy<ModelFamily> _family;
    private readonly Lazy<PromptEncoder> _promptEncoder;
    private readonly Lazy<string> _fingerprint;

    /// <summary>Creates a folder of which nothing is read yet.</summary>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    public ModelFolder(string folder, LmmOptions options)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Path = System.IO.Path.GetFullPath(folder);
        if (!Directory.Exists(Path))
            throw new DirectoryNotFoundException($"There is no LMM folder '{Path}'" + (File.Exists(Path) ? "; it is a file." : "."));
        Options = options;
        _json = new ConfigurationFiles(Path);
        _missing = new MissingFiles(Path);
        _files = ReadOnce(() => ModelFiles.Find(_json, options, _missing));
        _configuration = ReadOnce(ReadConfiguration);
        _decoder = ReadOnce(() => HeadGraphSource.Load(Require(Files.Decoder.Path), CreateDecoderHints()));
        _visionEncoder = ReadOnce(() => ReadGraph(Files.VisionEncoder));
        _visionEncoderInfo = ReadOnce(() => VisionEncoderInfo.Read(Files.VisionEncoder!));
        _embeddings = ReadOnce(() => ReadGraph(Files.Embeddings));
        _tokenizer = ReadOnce(() => Tokenizer.Load(Require(_json.PathOf(ModelFiles.Tokenizer), ModelFiles.MaximumTokenizerBytes)));
        _chatTemplate = ReadOnce(() => ChatTemplateFile.Read(_json));
        _imageProcessor = ReadOnce(ReadImageProcessor);
        _registration = ReadOnce(() => ModelFamilies.Find(Configuration, TakesImages));
        _family = ReadOnce(CreateFamily);
        _promptEncoder = ReadOnce(() => new PromptEncoder(Path, Family, ChatTemplate, ImageProcessor));
        _fingerprint = ReadOnce(() => FolderContent.ComputeFingerprint(this));
    }

    /// <summary>Full path of the folder.</summary>
    public string Path { get; }

    /// <summary>How the model is run, which decides between files.</summary>
    public LmmOptions Options { get; }

    /// <summary>The ONNX files.</summary>
    public ModelFiles Files => _files.Value;

    /// <summary>The model's settings.</summary>
    public ModelConfiguration Configuration => _configuration.Value;

    /// <summary>The decoder's graph.</summary>
    public IHeadGraphSource Decoder => _decoder.Value;

    /// <summary>The vision encoder's inputs and weights; <see langword="null"/> if there is none.</summary>
    public OnnxGraphInfo? VisionEncoder => _visionEncoder.Value;

    /// <summary>Where the vision encoder ends and its projector starts; only if there is a vision encoder.</summary>
    public VisionEncoderInfo VisionEncoderInfo => _visionEncoderInfo.Value;

    /// <summary>The inputs and weights of the token embeddings; <see langword="null"/> if the decoder takes token ids.</summary>
    public OnnxGraphInfo? Embeddings => _embeddings.Value;

    /// <summary>The tokenizer.</summary>
    public Tokenizer Tokenizer => _tokenizer.Value;

    /// <summary>The chat template; <see langword="null"/> if there is none.</summary>
    public ChatTemplate? ChatTemplate => _chatTemplate.Value;

    /// <summary>The image processor; <see langword="null"/> in a text-only model.</summary>
    public IImageProcessor? ImageProcessor => _imageProcessor.Value;

    /// <summary>How the family is created.</summary>
    public FamilyRegistration Registration => _registration.Value;

    /// <summary>The family.</summary>
    public ModelFamily Family => _family.Value;

    /// <summary>Turns prompts into the model's inputs.</summary>
    public PromptEncoder PromptEncoder => _promptEncoder.Value;

    /// <summary>Whether prompts may have images.</summary>
    public bool TakesImages => Files.VisionEncoder is not null || Decoder.Inputs.Contains(TensorNames.PixelValues);

    /// <summary>SHA-256 over the names and contents of the files that the model consists of, 64 hexadecimal digits.</summary>
    public string Fingerprint => _fingerprint.Value;

    /// <summary>What the configuration and the options say about the decoder.</summary>
    public DecoderHints CreateDecoderHints() => new()
    {
        LayerCount = Configuration.LayerCount,
        AttentionLayers = Configuration.AttentionLayers,
        HeadCounts = Configuration.HeadCounts,
        KeyValueHeadCounts = Configuration.KeyValueHeadCounts,
        HeadSize = Configuration.HeadSize,
        PresentValueName = Files.PresentValueName,
        TapTensors = Options.HeadTaps ?? new Dictionary<int, string>(),
    };

    /// <exception cref="ModelFolderException">A file is missing; <see cref="ModelFolderException.Problems"/> has a sentence per file.</exception>
    public void ThrowIfFilesAreMissing()
    {
        _ = Files;
        _missing.ThrowIfAny();
    }

    /// <summary>Starts to read the prompt encoder, of which the tokenizer takes longest, on another thread.</summary>
    public void StartReadingPromptEncoder() => Task.Run(() =>
    {
        try
        {
            _ = PromptEncoder;
        }
        catch (Exception)
        {
            // Whoever needs it gets the same exception.
        }
    });

    /// <exception cref="ModelFolderException">The JSON file is wrong.</exception>
    public void CheckJson(string name) => _json.Find(name);

    private static Lazy<T> ReadOnce<T>(Func<T> read) => new(() =>
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (ModelFolderException.IsCausedByFile(exception))
        {
            throw ModelFolderException.From(exception);
        }
    });

    // a file that is missing was noted when the folder was looked over
    private string Require(string path, long maximumLength = long.MaxValue)
    {
        if (!File.Exists(path))
            ThrowIfFilesAreMissing();
        RegularFile.Check(path, maximumLength);
        return path;
    }

    private OnnxGraphInfo? ReadGraph(OnnxFile? file) => file is null ? null : OnnxGraphInfo.Read(Require(file.Path));

    private ModelConfiguration ReadConfiguration()
    {
        if (_json.Find(ConfigurationFiles.Config) is null && _json.Find(ConfigurationFiles.GenAiConfig) is null)
            ThrowIfFilesAreMissing();
        return new ModelConfiguration(_json);
    }

    private IImageProcessor? ReadImageProcessor()
    {
        if (!TakesImages)
            return null;
        if (_json.Processor is null && _json.ImageProcessor is null)
            ThrowIfFilesAreMissing();
        return ModelFamilies.CreateImageProcessor(_json);
    }

    private ModelFamily CreateFamily() => Registration.Create(
        new FamilyContext(Configuration, Tokenizer, () => VisionEncoder?.Inputs.Select(input => input.Name).ToList() ?? []));
}
