using Graph.Stores.Neo4j;

namespace Graph.Tests.Stores.Neo4j;

/// <summary>Which errors of Neo4j a statement is sent again after: nothing of it has taken effect.</summary>
public sealed class QueryFailuresTests
{
    [Theory]
    [InlineData("Neo.TransientError.Transaction.DeadlockDetected", "Locks are held.", true)]
    [InlineData("Neo.DatabaseError.Statement.ExecutionFailed", "Failed to fulfil the hints of the query.\nCould not solve these hints: `USING INDEX c:Change(revision)`", true)]
    [InlineData("Neo.DatabaseError.Statement.ExecutionFailed", "Something else went wrong.", false)]
    [InlineData("Neo.ClientError.Schema.ConstraintValidationFailed", "There is one already.", false)]
    public void What_may_succeed_later_is_told_from_what_will_not(string code, string message, bool isTransient) =>
        Assert.Equal(isTransient, new QueryRefusedException(code, message).IsTransient);
}
