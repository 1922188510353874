using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Interop;
using Microsoft.ML.Sav.Storage;

[assembly: LoadableClass(
    typeof(SavTransformer), typeof(SavTransformerLoader), null, typeof(SignatureLoadModel), "Sparse Attention Vectors", TransformerHeader.SavSignature)]

namespace Microsoft.ML.Sav;

/// <summary>Creates a <see cref="SavTransformer"/> when ML.NET meets its signature in a model file.</summary>
internal static class SavTransformerLoader
{
    // ML.NET requires this name and exactly this return type.
    internal static SavTransformer Create(IHostEnvironment environment, ModelLoadContext context) =>
        ModelLoading.Run(environment, () => new SavTransformer(environment, TransformerFile.Read(environment, context)));
}
