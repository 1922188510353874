using Microsoft.ML.Sav.Text.ChatTemplates;
using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Lmm.Families;
using Microsoft.ML.Sav.Onnx;
using Microsoft.ML.Sav.Onnx.Protobuf;
using Microsoft.ML.Sav.Lmm.ImageProcessing;
using Microsoft.ML.Sav.Lmm.Prompts;
using Microsoft.ML.Sav.Onnx.HeadGraphs;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm;

public sealed partial class MultimodalModel
{
    /// <summary>
    /// Says all that is missing or wrong in a model's folder, of which <see cref="Open"/> and <see cref="CreateHeadExtractor"/> say the
    /// first. Files are read, and no graph is run.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <param name="options">See <see cref="Open"/>.</param>
    /// <returns>Whole sentences; none where nothing was found.</returns>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static IReadOnlyList<string> FindProblems(string folder, LmmOptions? options = null)
    {
        options ??= new LmmOptions();
        var problems = new List<string>();
        MissingFiles? missing = null;
        if (Try(() => ModelFiles.Find(folder, options, out missing)) is not { } files)
            return problems;
        folder = files.Folder;
        problems.AddRange(missing!.Descriptions.Select(item => $"The LMM folder '{folder}' lacks {item}."));

        var configuration = ModelConfiguration.IsIn(folder) ? Try(() => ModelConfiguration.Read(folder)) : null;
        var decoder = configuration is null || files.Decoder.Path.Length == 0
            ? null
            : Try(() => HeadGraphSource.Load(files.Decoder.Path, configuration.CreateDecoderHints(files, options)));
        if (decoder is not null && files.VisionEncoder is null && LacksEmbeddings(files, decoder.Inputs))
            problems.Add(EmbeddingsMissing(files));
        problems.AddRange(decoder?.ExternalDataFiles.Where(file => !File.Exists(file)).Select(file => $"The decoder's weights '{file}' are missing.") ?? []);
        foreach (var file in new[] { files.VisionEncoder, files.Embeddings }.OfType<OnnxFile>().Where(file => file.Path.Length > 0))
            Try(() => OnnxModelReader.Read(file.Path));

        var tokenizer = File.Exists(files.TokenizerFile) ? Try(() => Tokenizer.Load(files.TokenizerFile)) : null;
        var takesImages = files.VisionEncoder is not null || decoder?.Inputs.Contains(ImageTensor.PixelValues) == true;
        if (takesImages && !missing.Descriptions.Any(item => item.Contains(ModelConfiguration.PreprocessorFile, StringComparison.Ordinal)))
            Try(() => ImageProcessorFactory.Create(ImageProcessorConfiguration.Load(folder)));
        var createFamily = configuration is not null && takesImages ? Try(() => ModelFamilies.Find(configuration)) : (known, its) => new TextFamily(known, its);
        var family = configuration is null || tokenizer is null || createFamily is null ? null : Try(() => createFamily(configuration, tokenizer));
        var count = problems.Count;
        var template = Try(() => ChatTemplateFile.Load(folder));
        if (family is not null && problems.Count == count)
            Try(() => new PromptEncoder(folder, family, template, imageProcessor: null));
        return problems;

        T? Try<T>(Func<T> read) where T : class?
        {
            try
            {
                return read();
            }
            catch (Exception exception) when (exception is FileNotFoundException or InvalidDataException or NotSupportedException or OnnxModelException or ChatTemplateException)
            {
                problems.Add(exception.Message);
                return null;
            }
        }
    }
}
