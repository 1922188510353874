using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Images;
using Microsoft.ML.Sav.Lmm;
using Microsoft.ML.Sav.Lmm.Folders;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>The JSON files of a model's folder, and what its image processor does with an image.</summary>
internal sealed class ConfigurationTarget : FuzzTarget
{
    // A sample of the cases reads graphs too, which is slow.
    private const int WholeEvery = 25;

    private static readonly string[] Fixtures = ["gemma3", "llama_text", "llava", "qwen2_vl", "smolvlm"];

    private static readonly string[] Files =
        ["config.json", "generation_config.json", "processor_config.json", "preprocessor_config.json", "tokenizer_config.json", "genai_config.json", "chat_template.json"];

    private static readonly Action<ModelFolder>[] Parts =
    [
        folder => _ = folder.Files,
        folder => _ = folder.CreateDecoderHints(),
        folder => _ = folder.ChatTemplate,
        folder => _ = folder.Registration,
        folder => _ = folder.PromptEncoder,
    ];

    private static readonly RgbImage Image = new(50, 30, new byte[50 * 30 * 3]);

    public override string Name => "configuration";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new JsonMutator(), new JsonMutator(), new JsonMutator(), new ByteMutator()];

    // An image may be resized to 100 megapixels, and then become floats.
    public override long AllocationLimit => 2L << 30;

    /// <param name="input">Name: fixture and file, as <c>llava+config.json</c>.</param>
    /// <param name="folder">The folder.</param>
    public override void Read(FuzzInput input, string folder)
    {
        var (fixture, file) = (input.Name.Split('+')[0], input.Name.Split('+')[1]);
        var path = Path.Combine(folder, fixture);
        if (!Directory.Exists(path))
            Copy(fixture, path);
        var original = Repository.Fixture(fixture, file);
        Write(input, path, file);
        try
        {
            Read(path);
            if (input.Content.Length % WholeEvery == 0)
                MultimodalModel.FindProblems(path);
        }
        finally
        {
            File.Delete(Path.Combine(path, file));
            if (File.Exists(original))
                File.Copy(original, Path.Combine(path, file));
        }
    }

    public override bool IsDocumented(Exception exception) => exception is ModelFolderException;

    protected override IEnumerable<FuzzInput> CreateCorpus() =>
        from fixture in Fixtures
        from file in Files
        where File.Exists(Repository.Fixture(fixture, file))
        select new FuzzInput($"{fixture}+{file}", File.ReadAllBytes(Repository.Fixture(fixture, file)));

    private static void Read(string path)
    {
        var folder = new ModelFolder(path, new LmmOptions());
        foreach (var part in Parts)
        {
            try
            {
                part(folder);
            }
            catch (ModelFolderException)
            {
            }
        }
        try
        {
            folder.ImageProcessor?.Process([Image]);
        }
        catch (PromptException)
        {
        }
    }

    private static void Copy(string fixture, string path)
    {
        foreach (var file in Directory.GetFiles(Repository.Fixture(fixture), "*", SearchOption.AllDirectories).Where(file => !Path.GetFileName(file).StartsWith("golden", StringComparison.Ordinal)))
        {
            var copy = Path.Combine(path, Path.GetRelativePath(Repository.Fixture(fixture), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
