namespace Graph.Stores.Neo4j.Questions;

/// <summary>A statement of Cypher that only reads, and what it is given.</summary>
/// <param name="Text">The statement; its first line says what it yields.</param>
/// <param name="Parameters">What the caller asked: keys, days and limits; never a part of the answer.</param>
public sealed record CypherStatement(string Text, IReadOnlyDictionary<string, object?> Parameters);
