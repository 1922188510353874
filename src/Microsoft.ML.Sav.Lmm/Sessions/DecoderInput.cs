using Microsoft.ML.Sav.Lmm.Prompts;

namespace Microsoft.ML.Sav.Lmm.Sessions;

/// <summary>One prompt as the decoder takes it.</summary>
/// <param name="Prompt">The prompt.</param>
/// <param name="Embeddings">[tokens, ...] by name, from <see cref="WordEmbeddings"/>; empty for a decoder that embeds token ids itself.</param>
internal sealed record DecoderInput(ModelInputs Prompt, IReadOnlyDictionary<string, FloatTensor> Embeddings);
