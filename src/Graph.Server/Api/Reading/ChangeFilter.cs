using Graph.Engine.Log;
using Graph.Server.Api.Types;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Reading;

/// <summary>Which changes of the log are asked for.</summary>
internal sealed record ChangeFilter(
    string? Key, string? Actor, string? ChangeId, string? Kind, DateTimeOffset? From, DateTimeOffset? To, ChangeOrigin[]? Origins)
{
    public bool IsEmpty => this == Empty;

    private static ChangeFilter Empty { get; } = new(null, null, null, null, null, null, null);

    public static InputObjectGraphType Type(TypeTable types) => new InputObjectGraphType { Name = "ChangeFilter", Description = "Changes that meet all that is given." }.Add(
        Make.Bare("key", types.String, "Changes that touched the document of this key, or an edge of it."),
        Make.Bare("actor", types.String, "Changes by this actor."),
        Make.Bare("changeId", types.String, "The change of this id."),
        Make.Bare("kind", types.String, "Changes that created or changed a document of the kind of this name, such as AiSystem."),
        Make.Bare("from", types.DateTime, "Changes at or after this instant."),
        Make.Bare("to", types.DateTime, "Changes before this instant."),
        Make.Bare("origins", Make.Some(types.Enum<ChangeOrigin>()), "Changes made by one of these rights."));

    public static ChangeFilter Read(IResolveFieldContext context) =>
        context.Given<IDictionary<string, object?>>("filter") is not { } given ? Empty : new(
            (string?)given.Get("key"),
            (string?)given.Get("actor"),
            (string?)given.Get("changeId"),
            (string?)given.Get("kind"),
            (DateTimeOffset?)given.Get("from"),
            (DateTimeOffset?)given.Get("to"),
            given.Get("origins") is System.Collections.IEnumerable some ? [.. some.Cast<ChangeOrigin>()] : null);

    public bool Takes(ChangeRef item)
    {
        var change = item.Change;
        return (Key is null || History.Touched(change).Contains(Key))
            && (Actor is null || item.Request.Engine.Personal.Resolve(change.Actor) == Actor)
            && (ChangeId is null || change.ChangeId == ChangeId)
            && (Kind is null || change.Steps.Any(s => s is DocumentPut put && put.Kind == Kind))
            && (From is null || change.At >= From)
            && (To is null || change.At < To)
            && (Origins is null || Origins.Contains(change.Origin));
    }
}
