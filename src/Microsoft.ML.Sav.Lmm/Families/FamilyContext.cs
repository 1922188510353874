using Microsoft.ML.Sav.Lmm.Configuration;
using Microsoft.ML.Sav.Text.Tokenization;

namespace Microsoft.ML.Sav.Lmm.Families;

/// <summary>What a model's family is created from.</summary>
/// <param name="Configuration">The model's settings.</param>
/// <param name="Tokenizer">The model's tokenizer.</param>
/// <param name="ReadVisionInputs">Reads the names of the vision encoder's inputs, for which its graph may have to be parsed.</param>
internal sealed record FamilyContext(ModelConfiguration Configuration, Tokenizer Tokenizer, Func<IReadOnlyCollection<string>> ReadVisionInputs);
