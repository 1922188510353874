using Microsoft.ML.Sav.Heads;

namespace Microsoft.ML.Sav.Lmm.Tests;

public class MultimodalModelTests
{
    private readonly Prompt _prompt = GoldenCase.Read("llava", 0).Prompt;

    [Fact]
    public void Extract_ModelWasDisposed_Throws()
    {
        var model = MultimodalModel.Open(Repository.Fixture("llava"));
        using var extractor = model.CreateFeatureExtractor();
        model.Dispose();

        extractor.Invoking(it => it.Extract(_prompt)).Should().Throw<ObjectDisposedException>().WithMessage("*MultimodalModel*");
        extractor.Invoking(it => it.ExtractAll([_prompt])).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public async Task Dispose_PromptsInProgress_LetsThemEndOrThrows()
    {
        for (var round = 0; round < 20; round++)
        {
            var model = MultimodalModel.Open(Repository.Fixture("llava"));
            var extractor = model.CreateFeatureExtractor();
            var runs = Enumerable.Range(0, 4).Select(_ => Task.Run(() => extractor.Extract(_prompt))).ToArray();
            Thread.Sleep(round % 4);

            extractor.Dispose();
            model.Dispose();

            await Task.WhenAny(Task.WhenAll(runs));
            runs.Select(run => run.Exception?.InnerException).Should().AllSatisfy(
                exception => exception.Should().Match<Exception?>(it => it == null || it is ObjectDisposedException));
        }
    }

    [Fact]
    public void CreateFeatureExtractor_DecoderIsRefused_LeavesNoTaskUnobserved()
    {
        var unobserved = 0;
        using var folder = new TemporaryFolder();
        void Count(object? sender, UnobservedTaskExceptionEventArgs arguments)
        {
            if (arguments.Exception.ToString().Contains(folder.Path, StringComparison.Ordinal))
                Interlocked.Increment(ref unobserved);
        }
        foreach (var file in new[] { "config.json", "tokenizer.json", "tokenizer_config.json", "onnx/model.onnx" })
            folder.Copy("llama_text", file);
        TaskScheduler.UnobservedTaskException += Count;
        try
        {
            using var model = MultimodalModel.Open(folder.Path);
            var heads = new FeatureLayout([new Feature(99, 0, 16)]);
            folder.Write("chat_template.jinja", "{{ broken");

            model.Invoking(open => open.CreateFeatureExtractor(heads)).Should().Throw<ArgumentException>();

            GC.Collect();
            GC.WaitForPendingFinalizers();
            unobserved.Should().Be(0);
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Count;
        }
    }
}
