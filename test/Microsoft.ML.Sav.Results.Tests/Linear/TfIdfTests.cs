using Microsoft.ML.Sav.Results.Linear;

namespace Microsoft.ML.Sav.Results.Tests.Linear;

public sealed class TfIdfTests
{
    /// <summary>Expected values: scikit-learn's TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True).</summary>
    [Fact]
    public void Transform_WordsAndPairs_EqualScikitLearn()
    {
        var counts = new TfIdf(["The socket is closed", "The file is not found, file!", "Open the socket a b"]);

        var values = counts.Transform("file the file socket unknown");

        float[] expected = [.269748f, .347349f, .456722f, .773298f];
        float[] found = [.. values.Where(value => value > 0).Order()];
        found.Should().HaveCount(4);
        found.Zip(expected).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-5);
    }

    [Fact]
    public void Transform_UnknownWords_ReturnsZeros() => new TfIdf(["one two"]).Transform("three").Should().OnlyContain(value => value == 0);
}
