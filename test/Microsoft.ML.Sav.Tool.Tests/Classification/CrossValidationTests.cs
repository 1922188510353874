using Microsoft.ML.Sav.Tool.Classification;
using Microsoft.ML.Sav.Tool.Files;
using Microsoft.ML.Sav.Tool.Rows;

namespace Microsoft.ML.Sav.Tool.Tests.Classification;

[Collection("Temporary folders")]
public sealed class CrossValidationTests
{
    [Fact]
    public void Run_ProcessEndsMeanwhile_FeaturesAreDeleted()
    {
        var rows = new RowSampling([.. Enumerable.Range(0, 8).Select(row => new InputRow { Text = $"Row {row}", Label = row % 2 == 0 ? "even" : "odd" })], seed: 1);
        SavEstimator.Options? options = null;
        bool? existed = null, exists = null;

        var run = () => CrossValidation.Run(rows, folds: 2, () => options = new SavEstimator.Options { Lmm = Repository.Fixture("llama_text"), HeadCount = 3, Progress = new Callback(EndProcess) });

        run.Should().Throw<OperationCanceledException>();
        (existed, exists).Should().Be((true, false));

        // as a signal does if the command does not end
        void EndProcess()
        {
            existed = Directory.Exists(options!.FeatureCacheFolder);
            TemporaryFolders.DeleteAll();
            exists = Directory.Exists(options.FeatureCacheFolder);
            throw new OperationCanceledException();
        }
    }

    private sealed class Callback(Action action) : IProgress<SavProgress>
    {
        public void Report(SavProgress value) => action();
    }
}
