using Microsoft.ML.Sav.Models;

namespace Microsoft.ML.Sav.Tests.Models;

// In turn with other tests that look for LMMs, since the folder is the program's.
[Collection(PhotoClassifierCollection.Name)]
public sealed class DefaultLmmTests : IDisposable
{
    private readonly TemporaryFolder _program = new();

    [Fact]
    public void Find_OneLmm_IsItsFolder()
    {
        _program.Write("lmm/small/config.json", "{}").Write("lmm/other/readme.txt", "not an LMM");

        DefaultLmm.Find(_program.Path).Should().Be(_program.File(Path.Combine("lmm", "small")));
    }

    [Fact]
    public void Find_NoLmm_NamesThePackageAndTheOption() =>
        FluentActions.Invoking(() => DefaultLmm.Find(_program.Path)).Should().Throw<SavLmmNotFoundException>()
            .WithMessage($"*'{_program.Path}'*Microsoft.ML.Sav.SmolLM2*");

    [Fact]
    public void Find_SeveralLmms_NamesThem()
    {
        _program.Write("lmm/a/config.json", "{}").Write("lmm/b/config.json", "{}");

        FluentActions.Invoking(() => DefaultLmm.Find(_program.Path)).Should().Throw<InvalidOperationException>()
            .Which.Message.Should().ContainAll(_program.File(Path.Combine("lmm", "a")), _program.File(Path.Combine("lmm", "b")));
    }

    [Fact]
    public void Fit_LmmNotSetAndNoPackage_NamesThePackage()
    {
        var context = new MLContext(seed: 1);
        var estimator = context.MulticlassClassification.Trainers.Sav(textColumnName: nameof(Question.Text));

        estimator.Invoking(sav => sav.Fit(Question.Load(context, Question.Create(2)))).Should().Throw<SavLmmNotFoundException>()
            .WithMessage("*Microsoft.ML.Sav.SmolLM2*");
    }

    [Fact]
    public void Fit_LmmNotSetAndPackage_UsesIt()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "lmm", "llama_text");
        SmallLmm.CopyTo(folder);
        try
        {
            var context = new MLContext(seed: 1);
            var estimator = context.MulticlassClassification.Trainers.Sav(textColumnName: nameof(Question.Text), headCount: 2);

            using var transformer = estimator.Fit(Question.Load(context, Question.Create(2)));

            transformer.LmmFolder.Should().Be(folder);
        }
        finally
        {
            Directory.Delete(Path.Combine(AppContext.BaseDirectory, "lmm"), recursive: true);
        }
    }

    public void Dispose() => _program.Dispose();
}
