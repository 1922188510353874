namespace Microsoft.ML.Sav.Interop;

/// <summary>The header that ML.NET writes before a transformer's part of a model file: signatures and the version of the format.</summary>
internal static class TransformerHeader
{
    public const string LoaderSignature = "SavTransformer";

    /// <summary>First version with a hash: 1.2.</summary>
    public const uint Hashed = 0x00010002;

    /// <summary>First version with several kinds of classifiers: 1.3.</summary>
    public const uint WithClassifierKind = 0x00010003;

    private const string ModelSignature = "SAV HEAD";
    private const uint First = 0x00010001;

    /// <summary>Writes the header.</summary>
    public static BinaryWriter Write(ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(CreateVersionInfo());
        return context.Writer;
    }

    /// <summary>Checks the header.</summary>
    /// <returns>The version that the file was written with.</returns>
    /// <exception cref="FormatException">The file is of another component, or of a version that this library cannot read.</exception>
    public static uint Check(ModelLoadContext context)
    {
        context.CheckAtModel(CreateVersionInfo());
        return context.Header.ModelVerWritten;
    }

    /// <summary>Number of bytes between the reader's position and the end of the transformer's part.</summary>
    public static long CountRemaining(ModelLoadContext context)
    {
        var stream = context.Reader.BaseStream;
        var end = context.FpMin + context.Header.FpModel + context.Header.CbModel;
        return Math.Max(0, Math.Min(end, stream.Length) - stream.Position);
    }

    // The assembly's simple name: a full one would bind the file to one version.
    private static VersionInfo CreateVersionInfo() => new(
        modelSignature: ModelSignature,
        verWrittenCur: WithClassifierKind,
        verReadableCur: WithClassifierKind,
        verWeCanReadBack: First,
        loaderAssemblyName: typeof(TransformerHeader).Assembly.GetName().Name,
        loaderSignature: LoaderSignature);
}
