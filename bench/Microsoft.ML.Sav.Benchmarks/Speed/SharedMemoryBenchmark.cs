using Microsoft.ML.Sav.Benchmarks.Data;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;
using Microsoft.ML.Sav.Benchmarks.Reporting;

namespace Microsoft.ML.Sav.Benchmarks.Speed;

/// <summary>Measures which of the LMM's weights two processes with the same saved model share.</summary>
internal static class SharedMemoryBenchmark
{
    /// <param name="contestants">Has a saved model.</param>
    /// <param name="optimizedModels">Value of OptimizedModelFolder.</param>
    /// <param name="page">Receives the results.</param>
    /// <param name="aims">Receives the results.</param>
    public static void Run(Contestants contestants, string optimizedModels, MarkdownPage page, Aims aims)
    {
        var table = new MarkdownTable("MiB per process", "weights mapped from files", "of these shared", "private memory");
        Add("saved ML.NET model: 20 heads", null);
        var share = Add("the same with OptimizedModelFolder", optimizedModels);
        aims.AddAtLeast("mapped weights that two processes share, with OptimizedModelFolder", share, 0.99);
        page.Add("## Two processes");
        page.Add("""
            After one prediction in each. ONNX Runtime packs 4-bit and some other weights into a layout of its own. OptimizedModelFolder stores them
            packed, to be mapped; without it every process has its own packed copy, and only the other weights are mapped.
            """);
        page.Add(table);

        Spread Add(string name, string? folder)
        {
            var processes = Enumerable.Range(0, 2).Select(_ => PredictionServer.Start(contestants.SavedModel, folder)).ToList();
            processes.ForEach(process => process.Ask(FashionTask.TestImage(0)));
            var mappings = processes.Select(process => ProcessMemory.Mappings(process.Id).ToList()).ToList();
            var weights = mappings.SelectMany(own => own).Where(mapping => Path.GetExtension(mapping.File) is ".onnx" or ".onnx_data").ToList();
            var (mapped, shared) = (weights.Sum(mapping => mapping.Resident), weights.Sum(mapping => mapping.Shared));
            table.Add(name, InMebibytes(mapped / 2), InMebibytes(shared / 2), InMebibytes(mappings.Sum(own => own.Sum(mapping => mapping.Resident - mapping.Shared)) / 2));
            processes.ForEach(process => process.Dispose());
            return new Spread([(double)shared / mapped]);
        }
    }

    private static string InMebibytes(long bytes) => $"{bytes / 1048576.0:0}";
}
