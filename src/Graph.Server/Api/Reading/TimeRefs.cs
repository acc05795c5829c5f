using Graph.Engine.Analysis;
using Graph.Engine.Time;
using Graph.Server.Api.Types;
using GraphQL;

namespace Graph.Server.Api.Reading;

/// <summary>Which changes of cells are asked for.</summary>
/// <param name="Of">The key of a framework, heading or row; null = all.</param>
/// <param name="Systems">The keys of systems, to which the organisation's cells belong as well; null = all.</param>
internal sealed record CellsInQuestion(string? Of, IReadOnlyList<string>? Systems)
{
    public bool AreAll => Of is null && Systems is null;

    /// <summary>What the arguments <c>of</c> and <c>systems</c> name.</summary>
    public static CellsInQuestion Read(ViewScope scope, IResolveFieldContext context) => new(
        CellTypes.Heading(scope, context.Given<string>("of"), "of")?.Key,
        CellTypes.Systems(scope, context.GivenTexts("systems"), "systems")?.Select(s => s.Key).ToArray());

    public IReadOnlyList<CellChange> Keep(ViewScope scope, IReadOnlyList<CellChange> changes)
    {
        if (Of is not null)
        {
            var rows = scope.View.Cells.RequirementsOf(scope.Find(Of, "of", CellTypes.Headings));
            changes = [.. changes.Where(c => rows.Contains(c.Requirement.Key))];
        }

        var systems = Systems?.ToHashSet(StringComparer.Ordinal);
        return systems is null ? changes : [.. changes.Where(c => c.System is null || systems.Contains(c.System.Key))];
    }

    public override string ToString() => $"{Of}|{(Systems is null ? "" : string.Join(',', Systems) + ",")}";
}

/// <summary>A piece of proof that will be over, in a view; the cells that fall with it are worked out when they are asked for.</summary>
internal sealed record EndingProofRef(ViewScope Scope, EndingProof Proof, CellsInQuestion Question) : IScoped
{
    private readonly Lazy<IReadOnlyList<CellChange>> cells = new(() =>
    {
        Scope.Request.CheckTime();
        return Question.Keep(Scope, FallingCells.With(Scope.View, Proof, Scope.Request.CancellationToken));
    });

    public IReadOnlyList<CellChange> Cells => cells.Value;

    public string Place => $"{Proof.Document.Key}|{Question}";

    public IScoped In(ViewScope scope) => new EndingProofRef(
        scope, EndingProof.Of(scope.View, scope.Find(Proof.Document.Key, "after")) ?? throw ApiError.NotFound($"expected proof that ends, found '{Proof.Document.Key}'"), Question);
}

/// <summary>Something that falls due, in a view.</summary>
internal sealed record CalendarItemRef(ViewScope Scope, CalendarItem Item) : IScoped
{
    public string Place => $"{Item.On:yyyy-MM-dd}|{Item.What}|{Item.Document.Key}|{Item.System?.Key}";

    public IScoped In(ViewScope scope)
    {
        var systems = Item.System is null ? null : new[] { scope.Find(Item.System.Key, "after") };
        return DueDates.Between(scope.View, Item.On, Item.On, systems, [Item.What], scope.Request.CancellationToken)
            .Where(i => i.Document.Key == Item.Document.Key && i.System?.Key == Item.System?.Key)
            .Select(i => new CalendarItemRef(scope, i)).FirstOrDefault()
            ?? throw ApiError.NotFound($"expected an item of the calendar, found '{Text.Short(Place)}'");
    }
}

/// <summary>A sample, in a view.</summary>
/// <param name="Scope">The view.</param>
/// <param name="Of">Of what it is drawn.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Population">How many there are.</param>
/// <param name="Evidence">The evidence drawn; null where cells are.</param>
/// <param name="Cells">The cells drawn; null where evidence is.</param>
internal sealed record SampleRef(ViewScope Scope, SampleOf Of, string Seed, int Population, IReadOnlyList<NodeRef>? Evidence, IReadOnlyList<CellRef>? Cells)
{
    public int Size => Evidence?.Count ?? Cells!.Count;
}
