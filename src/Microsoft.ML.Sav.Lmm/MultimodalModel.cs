using System.Collections.Concurrent;
using Microsoft.ML.Sav.Heads;
using Microsoft.ML.Sav.Lmm.Attribution;
using Microsoft.ML.Sav.Lmm.Caching;
using Microsoft.ML.Sav.Lmm.Export;
using Microsoft.ML.Sav.Lmm.Extraction;
using Microsoft.ML.Sav.Lmm.Folders;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Lmm.Sessions;

namespace Microsoft.ML.Sav.Lmm;

/// <summary>
/// A large multimodal model (LMM) in a folder of ONNX and configuration files, in the layout of transformers.js and optimum or in that of
/// onnxruntime-genai. Safe to use from many threads.
/// </summary>
public sealed partial class MultimodalModel : IDisposable
{
    private readonly ModelFolder _folder;
    private readonly FeatureExtractorFactory _extractors;
    private readonly ConcurrentQueue<string> _warnings = [];

    private MultimodalModel(ModelFolder folder, DeviceCheck device)
    {
        _folder = folder;
        CpuFallbackReason = device.CpuFallbackReason;
        _extractors = new FeatureExtractorFactory(folder, device.Options, Warn);
    }

    /// <summary>Opens the model of a folder. ONNX Runtime's sessions start when the first extractor is created.</summary>
    /// <param name="folder">The folder with config.json and tokenizer.json; ONNX files are there or in <c>onnx/</c>.</param>
    /// <param name="options">How to run the model; by default on the CPU, in the most precise form that the folder has.</param>
    /// <exception cref="DirectoryNotFoundException">The folder does not exist.</exception>
    /// <exception cref="ModelFolderException">A file is missing, wrong or not supported; the message names it.</exception>
    /// <exception cref="InvalidOperationException">The provider or its device cannot be used, and <see cref="LmmOptions.FallbackToCpu"/> is not set.</exception>
    /// <exception cref="LmmRuntimeException">The program references no package with ONNX Runtime's native library.</exception>
    public static MultimodalModel Open(string folder, LmmOptions? options = null)
    {
        options ??= new LmmOptions();
        options.Validate();
        if (options.OptimizedModelFolder is null && Environment.GetEnvironmentVariable(LmmOptions.OptimizedModelVariable) is { Length: > 0 } optimized)
            options = options with { OptimizedModelFolder = optimized };
        return new MultimodalModel(ModelFolderChecks.Open(folder, options), DeviceCheck.Run(options));
    }

    /// <summary>Full path of the folder.</summary>
    public string Folder => _folder.Path;

    /// <summary>SHA-256 over the contents of the files that the model consists of, in hexadecimal; independent of the folder's path.</summary>
    public string Fingerprint => _folder.Fingerprint;

    /// <summary>Every head of the decoder, at the last token.</summary>
    public FeatureLayout Heads => _folder.Decoder.Layout;

    /// <summary>
    /// Every feature of the model: <see cref="Heads"/>, the same heads averaged over tokens, the vision encoder's output and the projector's.
    /// Those that the model lacks are left out (<see cref="MissingFeatures"/>). Found when it is first needed, on a new machine by running the
    /// vision encoder on a sample.
    /// </summary>
    /// <exception cref="ModelFolderException">The vision encoder's file is wrong.</exception>
    public FeatureLayout Features => _extractors.Features.Layout;

    /// <summary>Kinds of features that the model lacks, and why: a sentence each.</summary>
    /// <inheritdoc cref="Features" path="/exception"/>
    public IReadOnlyList<string> MissingFeatures => _extractors.Features.Missing;

    /// <summary>Optimisations that could not be used, and why; may grow when extractors are created.</summary>
    public IReadOnlyCollection<string> Warnings => _warnings;

    internal PromptEncoder PromptEncoder => _folder.PromptEncoder;

    internal long ImageFeatureHits => _extractors.ImageFeatureHits;

    /// <summary>
    /// Prepares the model to return some features. Layers above the last head are not run; without heads, the decoder is not opened.
    /// </summary>
    /// <param name="features">The features to return, in this order; by default <see cref="Heads"/>.</param>
    /// <param name="options">How to run prompts; by default with the caches that <see cref="LmmOptions"/> name.</param>
    /// <exception cref="ArgumentException">The model lacks one of the features.</exception>
    /// <exception cref="ModelFolderException">A file that prompts need is wrong or not supported.</exception>
    /// <exception cref="IOException">The folder for the feature cache cannot be created.</exception>
    /// <exception cref="LmmRuntimeException">ONNX Runtime cannot open one of the model's graphs.</exception>
    public FeatureExtractor CreateFeatureExtractor(FeatureLayout? features = null, FeatureExtractorOptions? options = null)
    {
        options ??= new FeatureExtractorOptions();
        var cache = options.FeatureCacheFolder is { } folder
            ? new FeatureCache(new VectorFiles(folder), ModelKey.Create(Fingerprint, _folder.Options), Features)
            : null;
        return new FeatureExtractor(_extractors.Create(features ?? Heads, options, cache), _extractors);
    }

    /// <summary>Prepares the model to tell what features are sums of: values of tokens, and rows of parts of images.</summary>
    /// <exception cref="NotSupportedException">The decoder's attention cannot be attributed to tokens.</exception>
    internal PromptAttributor CreateAttributor(FeatureLayout features) => PromptAttributorFactory.Open(_folder, _extractors, features);

    /// <summary>
    /// Writes a classifier, with the parts of this model that it needs, as one ONNX model that any ONNX Runtime runs. Up to 32 MiB of
    /// weights are in the file itself, more in a second file beside it, such as <c>model-0123456789abcdef.onnx_data</c> for <c>model.onnx</c>, whose
    /// name has a hash of the weights. The weights of the export that is replaced are deleted.
    /// </summary>
    /// <remarks>
    /// <list type="table">
    /// <item><term>input <c>input_ids</c></term><description>int64 [batch, tokens]: the rendered prompt, with an image token per image feature</description></item>
    /// <item><term>input <c>attention_mask</c></term><description>int64 [batch, tokens], optional: 1 for tokens and 0 for padding on the right; by default all 1</description></item>
    /// <item><term>inputs of the vision encoder</term><description>as the encoder takes them, most often <c>pixel_values</c> float32 [images, 3, height, width]: the
    /// images of all rows, in order; any image if no row has one; one image per run for models that encode images one by one</description></item>
    /// <item><term>input <c>position_ids</c></term><description>int64 [axes, batch, tokens], only for models that count positions on several axes</description></item>
    /// <item><term>output <c>scores</c></term><description>float32 [batch, classes]: <see cref="FeatureClassifier.Score"/></description></item>
    /// <item><term>output <c>label</c></term><description>string [batch]: name of the class with the greatest score</description></item>
    /// <item><term>output <c>label_index</c></term><description>int64 [batch]: its index, from 0</description></item>
    /// <item><term>output <c>head_vectors</c></term><description>float32 [batch, sum of feature sizes]: the features that the scores are computed from</description></item>
    /// </list>
    /// A classifier that uses features of vision encoder and projector only is exported without decoder and token embeddings. It has the inputs
    /// of the vision encoder only; each image is a row, or each run if images are cut into tiles or encoded one by one.
    /// Rows of a batch do not change one another, except in graphs that quantise activations to 8 bits as they run.
    /// The metadata properties <c>sav.classes</c>, <c>sav.prompt</c>, <c>sav.features</c>, <c>sav.layout</c> (heads at the last token only),
    /// <c>sav.input_ids</c> (a prompt that is the same for all rows), <c>sav.pixels</c> (how images are prepared) and <c>sav.lmm_fingerprint</c>
    /// describe the export, lists and records as JSON.
    /// </remarks>
    /// <param name="path">The file; an existing one is replaced once the new one is complete.</param>
    /// <param name="classifier">The classifier.</param>
    /// <param name="classNames">A name per class.</param>
    /// <param name="options">The options; those of <see cref="OnnxExportOptions"/> by default.</param>
    /// <param name="cancellationToken">Ends the export early; an earlier one stays as it is.</param>
    /// <returns>Full paths of the files that were written.</returns>
    /// <exception cref="ArgumentException">
    /// The model lacks one of the classifier's features, the number of names is not that of the classes, or the path is a folder or a file of this model.
    /// </exception>
    /// <exception cref="DirectoryNotFoundException">The folder of <paramref name="path"/> does not exist.</exception>
    /// <exception cref="IOException">The files cannot be written, or the model's weights cannot be read.</exception>
    /// <exception cref="NotSupportedException">
    /// The model's graphs cannot be joined, the classifier uses features of images only and rows have none, or images cannot be given as bytes.
    /// </exception>
    public IReadOnlyList<string> ExportOnnx(string path, FeatureClassifier classifier, IReadOnlyList<string> classNames, OnnxExportOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(classNames);
        return ClassifierExport.Write(_folder, path, classifier, classNames, options ?? new(), cancellationToken);
    }

    /// <summary>Closes the model's sessions after the runs that are in progress; its extractors throw <see cref="ObjectDisposedException"/> from then on.</summary>
    public void Dispose() => _extractors.Dispose();

    private void Warn(string warning)
    {
        if (!_warnings.Contains(warning))
            _warnings.Enqueue(warning);
    }
}
