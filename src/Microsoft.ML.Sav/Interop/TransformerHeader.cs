namespace Microsoft.ML.Sav.Interop;

/// <summary>The header that ML.NET writes before a transformer's part of a model file: signatures and the version of the format.</summary>
/// <param name="loaderSignature">Name under which ML.NET finds the loader.</param>
/// <param name="modelSignature">Eight characters.</param>
/// <param name="first">First version that this library reads.</param>
/// <param name="current">Version that this library writes.</param>
internal sealed class TransformerHeader(string loaderSignature, string modelSignature, uint first, uint current)
{
    public const string SavSignature = "SavTransformer";
    public const string LmmFeaturizerSignature = "LmmFeaturizer"; // at most 24 characters

    /// <summary>First version of <see cref="Sav"/> with a hash: 1.2.</summary>
    public const uint Hashed = 0x00010002;

    /// <summary>First version of <see cref="Sav"/> with several kinds of classifiers: 1.3.</summary>
    public const uint WithClassifierKind = 0x00010003;

    /// <summary>First version of <see cref="Sav"/> that may have a reject option and keep training examples: 1.4.</summary>
    public const uint WithExamples = 0x00010004;

    /// <summary>First version of <see cref="Sav"/> that may have a greatest number of tokens: 1.5.</summary>
    public const uint WithMaxTokens = 0x00010005;

    /// <summary>First version of <see cref="LmmFeaturizer"/> that may have a greatest number of tokens: 1.2.</summary>
    public const uint FeaturizerWithMaxTokens = 0x00010002;

    private const uint First = 0x00010001;

    public static TransformerHeader Sav { get; } = new(SavSignature, "SAV HEAD", First, WithMaxTokens);

    public static TransformerHeader LmmFeaturizer { get; } = new(LmmFeaturizerSignature, "LMM FEAT", First, FeaturizerWithMaxTokens);

    /// <summary>Number of bytes between the reader's position and the end of the transformer's part.</summary>
    public static long CountRemaining(ModelLoadContext context)
    {
        var stream = context.Reader.BaseStream;
        var end = context.FpMin + context.Header.FpModel + context.Header.CbModel;
        return Math.Max(0, Math.Min(end, stream.Length) - stream.Position);
    }

    /// <summary>Writes the header.</summary>
    public BinaryWriter Write(ModelSaveContext context)
    {
        context.CheckAtModel();
        context.SetVersionInfo(CreateVersionInfo());
        return context.Writer;
    }

    /// <summary>Checks the header.</summary>
    /// <returns>The version that the file was written with.</returns>
    /// <exception cref="FormatException">The file is of another component, or of a version that this library cannot read.</exception>
    /// <exception cref="SavModelFileException">A newer version of this library wrote the file.</exception>
    public uint Check(ModelLoadContext context)
    {
        if (context.Header.ModelVerReadable > current)
            throw SavModelFileException.CreateNewerFormatException(loaderSignature, ModelFilePath.Find(context), ToVersion(context.Header.ModelVerReadable), ToVersion(current));
        context.CheckAtModel(CreateVersionInfo());
        return context.Header.ModelVerWritten;
    }

    private static Version ToVersion(uint version) => new((int)(version >> 16), (int)(version & 0xffff));

    // The assembly's simple name: a full one would bind the file to one version.
    private VersionInfo CreateVersionInfo() => new(
        modelSignature: modelSignature,
        verWrittenCur: current,
        verReadableCur: current,
        verWeCanReadBack: first,
        loaderAssemblyName: typeof(TransformerHeader).Assembly.GetName().Name,
        loaderSignature: loaderSignature);
}
