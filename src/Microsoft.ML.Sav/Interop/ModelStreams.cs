using Microsoft.ML;
using Microsoft.ML.Runtime;
using Microsoft.ML.Sav;
using Microsoft.ML.Sav.Interop;

[assembly: LoadableClass(
    typeof(SavTransformer), typeof(ModelStreams), null, typeof(SignatureLoadModel), "Sparse Attention Vectors", ModelStreams.LoaderSignature)]

namespace Microsoft.ML.Sav.Interop;

/// <summary>The transformer's part of a saved ML.NET model: a header with its version, then a stream.</summary>
internal static class ModelStreams
{
    internal const string LoaderSignature = "SavTransformer";
    private const string ModelSignature = "SAV HEAD";

    /// <summary>Called by ML.NET when it meets <see cref="LoaderSignature"/> in a model file.</summary>
    internal static SavTransformer Create(IHostEnvironment environment, ModelLoadContext context)
    {
        context.CheckAtModel(Version());
        return SavTransformer.Load(environment, context.Reader, ModelFilePath.Of(context));
    }

    public static BinaryWriter Start(ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(Version());
        return context.Writer;
    }

    // the assembly's simple name: a full one would bind the file to one version
    private static VersionInfo Version() => new(
        modelSignature: ModelSignature,
        verWrittenCur: 0x00010001, // first
        verReadableCur: 0x00010001,
        verWeCanReadBack: 0x00010001,
        loaderAssemblyName: typeof(ModelStreams).Assembly.GetName().Name,
        loaderSignature: LoaderSignature);
}
