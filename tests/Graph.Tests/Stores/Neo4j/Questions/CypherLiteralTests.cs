using Graph.Stores.Neo4j.Questions;

namespace Graph.Tests.Stores.Neo4j.Questions;

/// <summary>Values written into a statement, so that it needs no parameters.</summary>
public sealed class CypherLiteralTests
{
    public static TheoryData<object?, string> Values => new()
    {
        { null, "null" },
        { true, "true" },
        { 12L, "12" },
        { "ai-system:a", "'ai-system:a'" },
        { "it's a \\ and\na line", "'it\\'s a \\\\ and\\u000aa line'" },
        { new[] { "a", "b'" }, "['a', 'b\\'']" },
        { Array.Empty<string>(), "[]" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_written_as_Cypher_reads_it(object? value, string literal) => Assert.Equal(literal, CypherLiteral.Of(value));

    [Fact]
    public void What_a_parameter_cannot_hold_is_refused() => Assert.Throws<ArgumentException>(() => CypherLiteral.Of(DateOnly.MinValue));

    [Fact]
    public void Parameters_are_replaced_where_they_are_parameters_and_nowhere_else() => Assert.Equal(
        "// of $of\nMATCH (n {key: 'k$of', other: '$of'}) WHERE n.`$of` = \"$of\" AND n.offer = $offer RETURN n",
        CypherLiteral.Inline(new("// of $of\nMATCH (n {key: $of, other: '$of'}) WHERE n.`$of` = \"$of\" AND n.offer = $offer RETURN n", new Dictionary<string, object?> { ["of"] = "k$of" })));
}
