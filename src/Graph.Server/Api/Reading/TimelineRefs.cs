using Graph.Engine.Analysis;
using Graph.Engine.Time;

namespace Graph.Server.Api.Reading;

/// <summary>What made a cell what it is from a moment on.</summary>
internal enum CellCause
{
    Start,
    Change,
    Day,
    Assumption,
}

/// <summary>A point of a timeline.</summary>
internal sealed record TimelinePointRef(ViewScope Scope, CoverageRef? Coverage);

/// <summary>A time in which a cell had one value.</summary>
internal sealed record CellIntervalRef(ViewScope Scope, CellInterval Interval, DateTimeOffset? To, CellCause Cause);

/// <summary>A remedy in a view.</summary>
internal sealed record RemedyRef(ViewScope Scope, Remedy Remedy) : IScoped
{
    public string Place => $"{Remedy.Action}|{Remedy.Document.Key}|{Remedy.Edge}|{Remedy.ProofType}";

    public IScoped In(ViewScope scope) => throw ApiError.BadRequest("expected the cells of a remedy to be asked for in the view in which it was found");
}
