namespace Microsoft.ML.Sav.Lmm.Caching;

/// <summary>A prompt that was looked up.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Key">Its key; <see langword="null"/> when it cannot be read, which running it will explain.</param>
/// <param name="Vectors">Its head vectors; <see langword="null"/> when the cache lacks them.</param>
internal sealed record CacheEntry(Prompt Prompt, PromptKey? Key, float[]? Vectors);
