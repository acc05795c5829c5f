using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Stores.Neo4j.Questions;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>The Cypher behind an answer.</summary>
internal static class CypherTypes
{
    public static void Describe(TypeTable types)
    {
        var cypher = types.Describe("Cypher", Access.Read, "The statement that gives the same rows in Neo4j, where the store keeps the graph at head. It only reads, and its first line says what it yields.");
        cypher.Add(
            Make.Field<CypherRef>("statement", types.String, "The statement; null where there is none, and reason says why.", c => c.Statement?.Text),
            Make.Field<CypherRef>("parameters", new ParametersScalar(), "What the statement is given: what was asked, never a part of the answer. Null where there is no statement.", c => c.Statement?.Parameters),
            Make.Field<CypherRef>("browser", types.String, "The statement with its parameters written into it, as one pastes it into Neo4j Browser. Null where there is no statement.", c => c.Statement is { } statement ? CypherLiteral.Inline(statement) : null),
            Make.Field<CypherRef>("reason", types.String, "Why there is no statement; null where there is one.", c => c.Reason),
            Make.Field<CypherRef>("credit", cypher, "The statement that gives what mapped requirements give the same cells, beside their state: of cells with every path, of coverage the counts. Null where credit plays no part.", c => c.Credit));
    }

    private sealed class ParametersScalar : ScalarGraphType
    {
        public ParametersScalar()
        {
            Name = "CypherParameters";
            Description = "The parameters of a statement by their names, as a JSON object.";
        }

        public override object? Serialize(object? value) => value is null or IReadOnlyDictionary<string, object?> ? value : ThrowSerializationError(value);

        public override object? ParseValue(object? value) => ThrowValueConversionError(value);
    }
}
