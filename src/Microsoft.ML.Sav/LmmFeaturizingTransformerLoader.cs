using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Storage;

[assembly: LoadableClass(
    typeof(LmmFeaturizingTransformer), typeof(LmmFeaturizingTransformerLoader), null, typeof(SignatureLoadModel), "LMM Featurizer", TransformerHeader.LmmFeaturizerSignature)]

namespace Microsoft.ML.Sav;

/// <summary>Creates an <see cref="LmmFeaturizingTransformer"/> when ML.NET meets its signature in a model file.</summary>
internal static class LmmFeaturizingTransformerLoader
{
    // ML.NET requires this name and exactly this return type.
    internal static LmmFeaturizingTransformer Create(IHostEnvironment environment, ModelLoadContext context) =>
        ModelLoading.Run(environment, () => new LmmFeaturizingTransformer(environment, FeaturizerFile.Read(context)));
}
