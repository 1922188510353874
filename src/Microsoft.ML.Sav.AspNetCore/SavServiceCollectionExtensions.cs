using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.ML.Sav.AspNetCore;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds classifiers to an application's services.</summary>
public static class SavServiceCollectionExtensions
{
    /// <summary>The health check's tag, for a readiness endpoint.</summary>
    public const string ReadyTag = "ready";

    /// <summary>
    /// Adds an <see cref="ISavPredictor"/>, which loads a model when the host starts, and a health check with the tag <see cref="ReadyTag"/>.
    /// </summary>
    /// <param name="services">The services.</param>
    /// <param name="modelPath">Path of the model file, relative to the content root.</param>
    /// <param name="configure">Changes the options.</param>
    public static IServiceCollection AddSavClassifier(
        this IServiceCollection services, string modelPath, Action<SavPredictorOptions>? configure = null)
    {
        services.AddKeyedSavClassifier("", modelPath, configure);
        services.TryAddSingleton(provider => provider.GetRequiredKeyedService<ISavPredictor>(""));
        return services;
    }

    /// <summary>Adds one of several classifiers, a keyed service: <c>[FromKeyedServices("animals")] ISavPredictor predictor</c>.</summary>
    /// <param name="services">The services.</param>
    /// <param name="name">Key of the service, name of the options, and the tag <c>classifier</c> of its metrics.</param>
    /// <param name="modelPath">Path of the model file, relative to the content root.</param>
    /// <param name="configure">Changes the options.</param>
    public static IServiceCollection AddKeyedSavClassifier(
        this IServiceCollection services, string name, string modelPath, Action<SavPredictorOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(name);
        services.AddOptions<SavPredictorOptions>(name)
            .Configure(options => options.ModelPath = modelPath)
            .Configure(options => configure?.Invoke(options));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<SavPredictorOptions>, SavPredictorOptionsValidation>());
        services.AddMetrics();
        services.AddKeyedSingleton<ISavPredictor>(name, (provider, _) => new SavPredictor(
            name,
            provider.GetRequiredService<IOptionsMonitor<SavPredictorOptions>>().Get(name),
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath,
            provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<ILogger<SavPredictor>>()));
        services.AddSingleton(provider => (IHostedService)provider.GetRequiredKeyedService<ISavPredictor>(name));
        services.AddHealthChecks().Add(new HealthCheckRegistration(
            name.Length == 0 ? "sav" : $"sav-{name}",
            provider => (IHealthCheck)provider.GetRequiredKeyedService<ISavPredictor>(name),
            failureStatus: null,
            tags: [ReadyTag]));
        return services;
    }
}
