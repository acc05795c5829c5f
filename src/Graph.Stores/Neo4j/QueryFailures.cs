namespace Graph.Stores.Neo4j;

/// <summary>Neo4j answered, and the answer is an error: nothing of the statement took effect.</summary>
internal sealed class QueryRefusedException(string code, string message) : Exception(message)
{
    // The statement was planned while somebody dropped or made the index that it names. Planned again it is either used or, where there is none, passed over.
    private const string HintUnfulfilled = "Failed to fulfil the hints of the query";

    public string Code { get; } = code;

    /// <summary>Whether the same statement may succeed later: Neo4j says so, or it was planned while indexes changed.</summary>
    public bool IsTransient => Code.StartsWith("Neo.TransientError.", StringComparison.Ordinal) || Message.StartsWith(HintUnfulfilled, StringComparison.Ordinal);
}

/// <summary>There is no whole answer.</summary>
internal sealed class NoAnswerException(string message, bool mayHaveHappened, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>Whether the statement may have reached Neo4j, and so may have taken effect or still do so.</summary>
    public bool MayHaveHappened { get; } = mayHaveHappened;
}
