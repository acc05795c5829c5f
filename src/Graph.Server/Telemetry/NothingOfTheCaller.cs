using Serilog.Core;
using Serilog.Events;

namespace Graph.Server.Telemetry;

/// <summary>Takes off a line of the log what the framework puts on it of the caller's own words: the path of the request.</summary>
internal sealed class NothingOfTheCaller : ILogEventEnricher
{
    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory) => logEvent.RemovePropertyIfPresent("RequestPath");
}
