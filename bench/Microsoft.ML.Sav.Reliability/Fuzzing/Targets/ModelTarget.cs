using Microsoft.ML.Sav.Reliability.Fuzzing.Mutation;
using Microsoft.ML.Sav.Tool.Classification;

namespace Microsoft.ML.Sav.Reliability.Fuzzing.Targets;

/// <summary>Model files as <c>sav</c> loads them: zip, ML.NET's parts and ours.</summary>
internal sealed class ModelTarget : FuzzTarget
{
    public override string Name => "model";

    public override IReadOnlyList<IMutator> Mutators { get; } = [new ByteMutator()];

    public override void Read(FuzzInput input, string folder) =>
        ClassificationPipeline.Load(Write(input, folder, "case.zip"), gpu: null, fallbackToCpu: false, CancellationToken.None).Dispose();

    public override bool IsDocumented(Exception exception) => exception is InvalidDataException && exception.Message.Contains("case.zip", StringComparison.Ordinal)
        || exception is IOException { Message: var message } && message.Contains("case.zip", StringComparison.Ordinal);

    protected override IEnumerable<FuzzInput> CreateCorpus() => ReadFiles(SavedModels.Paths);
}
