using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.Sav.Lmm.Caching;

namespace Microsoft.ML.Sav.Lmm.Sessions.Optimized;

/// <summary>
/// Graphs in a folder as ONNX Runtime optimises them for this machine, with packed weights beside them: see
/// <see cref="LmmOptions.OptimizedModelFolder"/>. Safe to use from several processes at once.
/// </summary>
/// <remarks>
/// ONNX Runtime 1.31 returns wrong values from packed weights of some kinds (symmetric 4-bit ones), so a graph is used from here only
/// after it returned for a sample what the original returns.
/// </remarks>
internal sealed class OptimizedModels
{
    private const string LengthsFile = "lengths"; // of the others: a mapped file that is cut short would end the process
    private const string RefusedFile = "refused";
    private const float Tolerance = 1e-5f;
    private static readonly Version LeastVersion = new(1, 31); // older ones may crash in packed 4-bit weights
    private readonly string _folder;

    /// <param name="folder">The folder; made where it does not exist.</param>
    /// <exception cref="IOException">The folder cannot be made.</exception>
    /// <exception cref="NotSupportedException">ONNX Runtime is too old.</exception>
    public OptimizedModels(string folder)
    {
        RequireVersion(OrtEnv.Instance().GetVersionString());
        _folder = CacheFolder.Make(folder, "optimised models");
    }

    /// <summary>Checks that optimised models work with a version of ONNX Runtime.</summary>
    /// <exception cref="NotSupportedException">They do not.</exception>
    public static void RequireVersion(string version)
    {
        if (!IsSupported(version))
            throw new NotSupportedException($"{nameof(LmmOptions.OptimizedModelFolder)} needs ONNX Runtime {LeastVersion} or newer; found {version}.");
    }

    /// <summary>Whether optimised models work with a version of ONNX Runtime.</summary>
    public static bool IsSupported(string version) => Version.TryParse(version.Split('-', '+')[0], out var found) && found >= LeastVersion;

    /// <summary>Opens the optimised form of a graph, which is made where it is missing or damaged; the original where that is not the same.</summary>
    /// <param name="contents">Hashes of the graph and of its weights.</param>
    /// <param name="open">Opens the original, or its optimised form.</param>
    /// <param name="sample">What a session returns for a sample.</param>
    /// <exception cref="InvalidDataException">The graph cannot be opened, or its optimised form cannot be written.</exception>
    public OnnxSession Open(IEnumerable<string> contents, Func<OptimizedModel?, OnnxSession> open, Func<OnnxSession, float[]> sample)
    {
        var folder = Path.Combine(_folder, KeyOf(contents));
        try
        {
            if (IsWhole(folder))
                return open(new OptimizedModel(folder, IsWritten: true));
        }
        catch (InvalidDataException)
        {
            Directory.Delete(folder, recursive: true);
        }
        if (!File.Exists(Path.Combine(folder, RefusedFile)))
            Make(folder, open, sample);
        return open(IsWhole(folder) ? new OptimizedModel(folder, IsWritten: true) : null);
    }

    private static void Make(string folder, Func<OptimizedModel?, OnnxSession> open, Func<OnnxSession, float[]> sample)
    {
        var unfinished = $"{folder}.{Guid.NewGuid():N}";
        Directory.CreateDirectory(unfinished);
        try
        {
            if (IsSame(unfinished, open, sample))
            {
                File.WriteAllText(Path.Combine(unfinished, LengthsFile), Lengths(unfinished));
            }
            else
            {
                Directory.Delete(unfinished, recursive: true);
                Directory.CreateDirectory(unfinished);
                File.WriteAllText(Path.Combine(unfinished, RefusedFile), "");
            }
            Replace(folder, unfinished);
        }
        finally
        {
            if (Directory.Exists(unfinished))
                Directory.Delete(unfinished, recursive: true);
        }
    }

    private static bool IsSame(string folder, Func<OptimizedModel?, OnnxSession> open, Func<OnnxSession, float[]> sample)
    {
        using var original = open(new OptimizedModel(folder, IsWritten: false));
        using var optimised = open(new OptimizedModel(folder, IsWritten: true));
        var expected = sample(original);
        return TensorPrimitives.Distance<float>(sample(optimised), expected) <= Tolerance * TensorPrimitives.Norm<float>(expected); // not where one is not a number
    }

    private static void Replace(string folder, string with)
    {
        try
        {
            if (Directory.Exists(folder) && !IsWhole(folder))
                Directory.Delete(folder, recursive: true);
            Directory.Move(with, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // another process was faster
        }
    }

    private static bool IsWhole(string folder)
    {
        var file = Path.Combine(folder, LengthsFile);
        return File.Exists(file) && File.ReadAllText(file) == Lengths(folder);
    }

    // a graph of small constants has no weights beside it
    private static string Lengths(string folder) => string.Join(' ', new[] { OptimizedModel.GraphFileName, OptimizedModel.WeightsFile }
        .Select(name => new FileInfo(Path.Combine(folder, name)))
        .Select(file => file.Exists ? file.Length.ToString(CultureInfo.InvariantCulture) : "-"));

    private static string KeyOf(IEnumerable<string> contents)
    {
        string[] parts = [OrtEnv.Instance().GetVersionString(), CpuIdentity.Current, $"{typeof(OptimizedModels).Assembly.GetName().Version}", .. contents];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }
}
