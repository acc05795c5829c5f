using Graph.Tests.Stores.Neo4j;
using Xunit.Abstractions;

[assembly: TestCollectionOrderer("Graph.Tests.LongestFirst", "Graph.Tests")]

// Three that wait for a server most of the time, and two that keep two processors at work.
[assembly: CollectionBehavior(MaxParallelThreads = 5)]

namespace Graph.Tests;

/// <summary>Tests that take turns on one server for minutes begin first, so that the others are done beside them and no processor waits at the end.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] First = [Neo4jTests.Name, Neo4jQuestionsTests.Name, Neo4jKillingTests.Name];

    /// <inheritdoc/>
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(c => First.Contains(c.DisplayName));
}
