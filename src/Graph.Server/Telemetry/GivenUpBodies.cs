using Serilog.Core;
using Serilog.Events;

namespace Graph.Server.Telemetry;

/// <summary>
/// Leaves out what the server below us logs as a fault, with a trace, each time we give up a body that does not come to its end: its
/// caller was answered, and whoever likes could fill the log. There is no other way to give one up that closes the connection at once.
/// </summary>
internal sealed class GivenUpBodies : ILogEventFilter
{
    private const string Name = "RequestBodyDrainBodyReaderInvalidState";

    /// <inheritdoc/>
    public bool IsEnabled(LogEvent logEvent) =>
        !(logEvent.Properties.TryGetValue("EventId", out var id) && id is StructureValue { Properties: var parts } && parts.Any(p => p.Value is ScalarValue { Value: Name }));
}
