using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Time;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>What has to be done by a day, by the due rules of the kinds.</summary>
internal static class DueTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        var options = types.Options;
        view.AddField(types.Connection("DueItem", () => ConnectionType.Create(types, "DueItem", types.Object("DueItem"), Access.Read, "things to be done, by day, what is to be done, and key")).Field<ViewScope>(
            types, "due", "Everything that has to be done by a day, what is overdue first: proof to renew, reviews, measurements, tasks, notices. Each day follows from the documents and from the cadences that the organisation has set, and says from which.",
            Due, backwards: false,
            Make.Argument("within", Make.Must(types.Int), $"How many days after the view's day the last day may be, from 0 to {options.CalendarDaysMax}; what is over is always there."),
            Make.Argument("kinds", Make.Some(types.String), $"Only documents of these kinds, by their names: {string.Join(", ", types.Model.Kinds.Where(k => k.Due.Count > 0).Select(k => k.Name))}; absent = all."),
            Make.Argument("owner", types.String, "The key of a person: only what belongs to them by OWNED_BY; absent = whoever owns it."),
            Make.Argument("states", Make.Some(types.Of(ManagementWords.DueState)), "Only these; absent = all.")).Timed());

        types.Describe("DueItem", Access.Read, "Something that has to be done with a document by a day.").Add(
            Make.Field<DueRef>("on", Make.Must(types.Date), "The last day that is in time.", d => d.Item.On),
            Make.Field<DueRef>("daysLeft", Make.Must(types.Int), "The days from the view's day to it; negative where it is over.", d => d.Item.DaysLeft),
            Make.Field<DueRef>("state", Make.Must(types.Of(ManagementWords.DueState)), $"How the day lies to the view's day: DUE is within {options.DueSoonDays} days.", d => d.Item.State(options.DueSoonDays)),
            Make.Field<DueRef>("what", Make.Must(types.Of(ManagementWords.DueAct)), "What has to be done.", d => d.Item.Rule.What),
            Make.Field<DueRef>("basis", Make.Must(types.String), "From what the day follows.", d => d.Item.Rule.Basis),
            Make.Field<DueRef>("document", Make.Must(types.Document), "With what.", d => d.Scope.Node(d.Item.Document)),
            Make.Field<DueRef>("owners", Make.All(types.Of(PersonKind.Kind)), "To whom it belongs: who owns the document; of a part that nobody owns who owns the whole, and of a record that nobody owns who owns what it assesses or concerns.", Owners),
            Make.Field<DueRef>(
                "proof", types.Object("EndingProof"), "Where it is proof that counts on the view's day: the same as expiring gives, with the cells that fall with it; null otherwise.",
                d => EndingProof.IsProof(d.Item.Document) && EndingProof.Of(d.Scope.View, d.Item.Document) is { } proof ? new EndingProofRef(d.Scope, proof, new(null, null)) : null));
    }

    private static NodeRef[] Owners(DueRef due)
    {
        var owners = DueItem.OwnersOf(due.Scope.View.Snapshot, due.Item.Document);
        due.Scope.Request.Take(owners.Count);
        return [.. owners.Select(due.Scope.Node)];
    }

    private static Window Due(ViewScope view, IResolveFieldContext context)
    {
        var options = view.Request.Options;
        var days = TimeTypes.Days(view, context);
        var kinds = context.GivenTexts("kinds")?.Select(name => view.View.Snapshot.Model.TryGetKind(name, out var kind) && kind.Due.Count > 0 ? kind
            : throw ApiError.BadRequest($"expected the name of a kind of which something falls due in 'kinds', found '{Text.Short(name)}'")).ToHashSet();
        var owner = context.Given<string>("owner") is { } key ? view.Find(key, "owner", PersonKind.Kind.Name) : null;
        var states = context.GivenTexts("states");
        var items = DueItem.Within(view.View, days, kinds, owner, view.Request.CancellationToken);
        return Window.Of(items.Where(i => states?.Contains(i.State(options.DueSoonDays)) != false).Select(i => new DueRef(view, i)));
    }
}

/// <summary>Something that has to be done, in a view.</summary>
internal sealed record DueRef(ViewScope Scope, DueItem Item) : IScoped
{
    public string Place => $"{Item.On:yyyy-MM-dd}|{Item.Document.Kind.Due.ToList().IndexOf(Item.Rule)}|{Item.Document.Key}";

    public IScoped In(ViewScope scope)
    {
        var document = scope.Find(Item.Document.Key, "after");
        return DueItem.Of(scope.View, Item.Rule, document) is { } item ? new DueRef(scope, item)
            : throw ApiError.NotFound($"expected something that is due, found '{Text.Short(Place)}'");
    }
}
