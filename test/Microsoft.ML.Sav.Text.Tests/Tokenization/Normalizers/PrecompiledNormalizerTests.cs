using System.Buffers.Binary;
using System.Text;
using Microsoft.ML.Sav.Text.Tokenization.Normalizers;

namespace Microsoft.ML.Sav.Text.Tests.Tokenization.Normalizers;

public sealed class PrecompiledNormalizerTests
{
    [Fact]
    public void Normalize_CharacterInTheMap_IsReplaced() => Read(MapOfAToXy()).Normalize("banana").Should().Be("bxynxynxy");

    [Fact]
    public void Normalize_ShortClusterThatBeginsWithAnEntry_IsReplacedAsAWhole() =>
        Read(MapOfAToXy()).Normalize("a\u0301").Should().Be("xy");

    [Fact]
    public void Normalize_LongCluster_IsReplacedCharacterByCharacter() =>
        Read(MapOfAToXy()).Normalize("a\u0301\u0301\u0301").Should().Be("xy\u0301\u0301\u0301");

    [Fact]
    public void Normalize_LongReplacements_StopsAtTheLimitOfCharacters() =>
        FluentActions.Invoking(() => Read(MapOfAToXy(new string('x', 1_000_000))).Normalize(new string('a', 1_000)))
            .Should().Throw<TokenizerException>().WithMessage("*1,000,000 characters*");

    [Theory]
    [InlineData("not Base64!")]
    [InlineData("AAA=")]
    [InlineData("/////w==")]
    [InlineData("AAAAAA==")]
    public void Read_WrongMap_Throws(string map) =>
        FluentActions.Invoking(() => new PrecompiledNormalizer(TokenizerJson.Parse($"\"{map}\""))).Should().Throw<TokenizerException>();

    private static PrecompiledNormalizer Read(string map) => new(TokenizerJson.Parse($"\"{map}\""));

    /// <summary>A double array of one entry: from the root's offset 1, 'a' leads to unit 0x60, whose leaf lies at 0x61 and holds 0.</summary>
    private static string MapOfAToXy(string replacement = "xy")
    {
        const uint hasLeaf = 1 << 8;
        var units = new uint[256];
        units[0] = Offset(1);
        units[1 ^ 'a'] = 'a' | hasLeaf | Offset(1);
        units[1 ^ 'a' ^ 1] = 0;
        var bytes = new byte[sizeof(uint) * (units.Length + 1)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, sizeof(uint) * units.Length);
        for (var i = 0; i < units.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(sizeof(uint) * (i + 1)), units[i]);
        return Convert.ToBase64String([.. bytes, .. Encoding.UTF8.GetBytes(replacement), 0]);

        static uint Offset(uint distance) => distance << 10;
    }
}
