using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Sav.Heads.Files;
using Microsoft.ML.Sav.Lmm.Fingerprints;

namespace Microsoft.ML.Sav.Lmm.Sessions.Optimized;

/// <summary>
/// A folder of graphs that ONNX Runtime optimised for this CPU, with packed weights: see <see cref="LmmOptions.OptimizedModelFolder"/>.
/// Safe to use from several processes at once.
/// </summary>
/// <remarks>
/// ONNX Runtime 1.31 returns wrong values from packed weights of some kinds (symmetric 4-bit ones), so an optimised graph is used
/// only if it returns the same as the original for a sample. If anything fails, the original is used.
/// </remarks>
/// <param name="folder">The folder; created if it does not exist.</param>
/// <param name="warn">Called with a message if the folder cannot be used.</param>
internal sealed class OptimizedModels(string folder, Action<string> warn)
{
    private const string HashesFile = "sha256"; // Of the other files: a truncated or zero-filled file must not be mapped.
    private const string RejectedFile = "rejected";
    private const float Tolerance = 1e-5f;
    private static readonly Version MinimumVersion = new(1, 31); // Older versions crash on packed 4-bit weights.

    /// <summary>Whether a version of ONNX Runtime supports optimised models.</summary>
    public static bool IsSupported(string version) => Version.TryParse(version.Split('-', '+')[0], out var found) && found >= MinimumVersion;

    /// <summary>Opens the optimised form of a graph, after creating it if it is missing or damaged; opens the original if their results differ.</summary>
    /// <param name="contents">Hashes of the graph and of its weights.</param>
    /// <param name="open">Opens the original, or its optimised form.</param>
    /// <param name="sample">Returns a session's output for a sample input.</param>
    /// <exception cref="LmmRuntimeException">The original cannot be opened.</exception>
    public OnnxSession Open(IEnumerable<string> contents, Func<OptimizedModel?, OnnxSession> open, Func<OnnxSession, float[]> sample)
    {
        var version = OnnxRuntimeEnvironment.Instance.GetVersionString();
        if (!IsSupported(version))
        {
            warn($"{nameof(LmmOptions.OptimizedModelFolder)} needs ONNX Runtime {MinimumVersion} or newer, found {version}; it is not used.");
            return open(null);
        }
        try
        {
            Orphans.Delete(folder);
            var model = Path.Combine(Path.GetFullPath(folder), GetKey(version, contents));
            if (!IsIntact(model) && !File.Exists(Path.Combine(model, RejectedFile)))
                Create(model, open, sample);
            if (IsIntact(model))
                return open(new OptimizedModel(model, IsWritten: true));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or LmmRuntimeException)
        {
            warn($"{nameof(LmmOptions.OptimizedModelFolder)} '{folder}' cannot be used; the model opens without it: {exception.Message}");
        }
        return open(null);
    }

    private static void Create(string model, Func<OptimizedModel?, OnnxSession> open, Func<OnnxSession, float[]> sample)
    {
        var partial = Orphans.CreateTemporaryPath(model);
        Directory.CreateDirectory(partial);
        try
        {
            if (IsSame(partial, open, sample))
            {
                FlushToDisk(partial);
                File.WriteAllText(Path.Combine(partial, HashesFile), GetHashes(partial));
            }
            else
            {
                Directory.Delete(partial, recursive: true);
                Directory.CreateDirectory(partial);
                File.WriteAllText(Path.Combine(partial, RejectedFile), "");
            }
            Publish(partial, model);
        }
        finally
        {
            if (Directory.Exists(partial))
                Directory.Delete(partial, recursive: true);
        }
    }

    private static bool IsSame(string partial, Func<OptimizedModel?, OnnxSession> open, Func<OnnxSession, float[]> sample)
    {
        using var original = open(new OptimizedModel(partial, IsWritten: false));
        using var optimized = open(new OptimizedModel(partial, IsWritten: true));
        var expected = sample(original);
        return TensorPrimitives.Distance<float>(sample(optimized), expected) <= Tolerance * TensorPrimitives.Norm<float>(expected); // False for NaN.
    }

    private static void Publish(string partial, string model)
    {
        var damaged = Orphans.CreateTemporaryPath(model);
        try
        {
            if (Directory.Exists(model) && !IsIntact(model))
                Directory.Move(model, damaged); // Processes that have it open can still use it.
            Directory.Move(partial, model);
        }
        catch (IOException) when (IsIntact(model))
        {
            // Another process was faster.
        }
        if (Directory.Exists(damaged))
            Directory.Delete(damaged, recursive: true);
    }

    private static bool IsIntact(string model)
    {
        var file = Path.Combine(model, HashesFile);
        return File.Exists(file) && File.ReadAllText(file) == GetHashes(model);
    }

    private static string GetHashes(string model) => string.Join('\n', Files(model).Select(file => $"{FileHashes.Compute(file)} {Path.GetFileName(file)}"));

    // A graph of small constants has no weights beside it.
    private static IEnumerable<string> Files(string model) =>
        new[] { OptimizedModel.GraphFileName, OptimizedModel.WeightsFile }.Select(name => Path.Combine(model, name)).Where(File.Exists);

    private static void FlushToDisk(string model)
    {
        foreach (var file in Files(model))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
            stream.Flush(flushToDisk: true);
        }
    }

    private static string GetKey(string version, IEnumerable<string> contents)
    {
        string[] parts = [version, CpuIdentity.Current, $"{typeof(OptimizedModels).Assembly.GetName().Version}", .. contents];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', parts))));
    }
}
