using CsCheck;
using Graph.Engine.Analysis;

namespace Graph.Tests.Engine;

public sealed class NaturalOrderTests
{
    // Few characters, so that digits meet digits, zeros lead, and the neighbours of the digits ('/' and ':') stand beside them.
    private static readonly Gen<string> Text = Gen.Char["0019a/:("].Array[0, 6].Select(c => new string(c));

    [Theory]
    [InlineData("9(2)", "10(1)")]
    [InlineData("A.6.2.8", "A.6.2.10")]
    [InlineData("law:1", "law:1(1)")]
    [InlineData("a", "b")]
    [InlineData("01", "1")]
    [InlineData("01a", "1b")]
    [InlineData("2", "18446744073709551617")]
    public void Reads_runs_of_digits_as_numbers(string first, string second)
    {
        Assert.Equal(-1, Sign(first, second));
        Assert.Equal(1, Sign(second, first));
    }

    [Fact]
    public void Only_equal_texts_compare_as_equal_and_the_order_turns_with_its_arguments() =>
        Gen.Select(Text, Text).Sample((a, b) => Sign(a, b) == -Sign(b, a) && Sign(a, b) == 0 == (a == b), iter: 20_000);

    [Fact]
    public void What_is_less_than_the_lesser_is_less() =>
        Gen.Select(Text, Text, Text).Sample((a, b, c) => !(Sign(a, b) < 0 && Sign(b, c) < 0) || Sign(a, c) < 0, iter: 50_000);

    private static int Sign(string a, string b) => Math.Sign(NaturalOrder.Instance.Compare(a, b));
}
