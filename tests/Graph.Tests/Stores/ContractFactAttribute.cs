using Graph.Tests.Stores.Neo4j;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Graph.Tests.Stores;

/// <summary>A test that every store inherits. It is skipped, with the reason, where what the store of the class stands on is missing.</summary>
[XunitTestCaseDiscoverer("Graph.Tests.Stores.ContractFactDiscoverer", "Graph.Tests")]
public sealed class ContractFactAttribute : FactAttribute;

/// <summary>Makes the test cases of a contract.</summary>
public sealed class ContractFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    protected override IXunitTestCase CreateTestCase(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute) =>
        testMethod.TestClass.Class.GetCustomAttributes(typeof(NeedsNeo4jAttribute).AssemblyQualifiedName!).Any() && Neo4jSource.Missing is not null
            ? new WithoutNeo4j(DiagnosticMessageSink, discoveryOptions.MethodDisplayOrDefault(), discoveryOptions.MethodDisplayOptionsOrDefault(), testMethod)
            : base.CreateTestCase(discoveryOptions, testMethod, factAttribute);

    private sealed class WithoutNeo4j : XunitTestCase
    {
        [Obsolete("Called by the runner, which reads test cases back.", error: true)]
        public WithoutNeo4j()
        {
        }

        public WithoutNeo4j(IMessageSink messages, TestMethodDisplay display, TestMethodDisplayOptions displayOptions, ITestMethod method)
            : base(messages, display, displayOptions, method)
        {
        }

        protected override string GetSkipReason(IAttributeInfo factAttribute) => Neo4jSource.Missing!;
    }
}
