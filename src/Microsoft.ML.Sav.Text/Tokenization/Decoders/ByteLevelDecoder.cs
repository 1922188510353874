using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>Reads all tokens as bytes in GPT-2's alphabet; bytes that are no UTF-8 become U+FFFD.</summary>
internal sealed class ByteLevelDecoder : IDecoder
{
    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens) =>
        [Encoding.UTF8.GetString([.. tokens.SelectMany(ByteLevelAlphabet.Decode)])];
}
