namespace Graph.Tests.Stores.Neo4j;

/// <summary>Does something whenever a long work tells how far it has come, or the first time only; the work goes on when it is done.</summary>
internal sealed class Reported<T>(Action act, bool once = false) : IProgress<T>
{
    private bool isDone;

    public void Report(T value)
    {
        if (!isDone)
        {
            isDone = once;
            act();
        }
    }
}
