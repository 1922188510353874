using Microsoft.ML.Runtime;
using Microsoft.ML.Sav.Lmm;

namespace Microsoft.ML.Sav.Models;

/// <summary>Logs the warnings of an LMM, each once, as they come up. Safe to use from many threads.</summary>
internal sealed class LmmWarnings(IHostEnvironment environment)
{
    private readonly HashSet<string> _logged = [];

    public void LogNew(MultimodalModel lmm)
    {
        if (lmm.Warnings.Count == 0)
            return;
        foreach (var warning in lmm.Warnings)
        {
            lock (_logged)
            {
                if (!_logged.Add(warning))
                    continue;
            }
            using var channel = environment.Start("Running the LMM");
            channel.Warning(MessageSensitivity.None, warning);
        }
    }
}
