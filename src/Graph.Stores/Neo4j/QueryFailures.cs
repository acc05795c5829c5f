namespace Graph.Stores.Neo4j;

/// <summary>Neo4j answered, and the answer is an error: nothing of the statement took effect.</summary>
internal sealed class QueryRefusedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;

    /// <summary>Whether Neo4j says that the same statement may succeed later.</summary>
    public bool IsTransient => Code.StartsWith("Neo.TransientError.", StringComparison.Ordinal);
}

/// <summary>There is no whole answer.</summary>
internal sealed class NoAnswerException(string message, bool mayHaveHappened, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the statement may have reached Neo4j, and so may have taken effect or still do so.</summary>
    public bool MayHaveHappened { get; } = mayHaveHappened;
}
