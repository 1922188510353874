using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.ML.Sav.Benchmarks.Measuring;
using Microsoft.ML.Sav.Benchmarks.Peers;

namespace Microsoft.ML.Sav.Benchmarks.Serving;

/// <summary>A process that serves a model as docs/serving.md shows. It prints its address, and answers each line with its peak memory so far in KB.</summary>
internal static class WebServer
{
    public static LineProcess Start(string model) => new(Environment.ProcessPath!, ["serve-web", model]);

    public static void Serve(string model)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        // Requests repeat photos, which must cost as much as new ones.
        builder.Services.AddSavClassifier(model, options => options.ConfigureLmm = lmm => lmm with { ImageFeatureCaching = false });
        using var application = builder.Build();
        application.MapSavClassifier();
        application.Start();
        Console.WriteLine(application.Urls.Single());
        while (Console.ReadLine() is not null)
            Console.WriteLine(ProcessMemory.Peak() / 1024);
    }
}
