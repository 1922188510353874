using System.Globalization;
using System.Text;

namespace Microsoft.ML.Sav.Text.Tokenization.Decoders;

/// <summary>Reads runs of tokens such as &lt;0xE2&gt; as UTF-8; a run that is none becomes one U+FFFD a byte.</summary>
internal sealed class ByteFallbackDecoder : IDecoder
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public IReadOnlyList<string> Decode(IReadOnlyList<string> tokens)
    {
        var output = new List<string>(tokens.Count);
        var run = new List<byte>();
        foreach (var token in tokens)
        {
            if (TryReadByte(token, out var value))
            {
                run.Add(value);
                continue;
            }
            Flush(run, output);
            output.Add(token);
        }
        Flush(run, output);
        return output;
    }

    private static bool TryReadByte(string token, out byte value)
    {
        value = 0;
        return token is ['<', '0', 'x', _, _, '>'] && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, null, out value);
    }

    private static void Flush(List<byte> run, List<string> output)
    {
        try
        {
            if (run.Count > 0)
                output.Add(Utf8.GetString([.. run]));
        }
        catch (DecoderFallbackException)
        {
            output.Add(new string('\uFFFD', run.Count));
        }
        run.Clear();
    }
}
