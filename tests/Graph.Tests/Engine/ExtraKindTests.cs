using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Engine.Writing;
using Graph.Stores.Memory;
using static Graph.Tests.Engine.LiveEngine;

namespace Graph.Tests.Engine;

/// <summary>A kind and an edge kind that only the tests declare are validated, decided on, logged, replayed and listed without another line.</summary>
public sealed class ExtraKindTests
{
    private static readonly WordList Depth = new("DiveDepth", "How deep one looked.", ("SHALLOW", "At the surface."), ("DEEP", "To the ground."));
    private static readonly Field Opened = Field.Date("openedOn", "The first day.");
    private static readonly Field Closed = Field.Date("closedOn", "The last day.");
    private static readonly Field Name = Field.Text("title", "What was looked at.", required: true, lengthMax: 20);
    private static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Sign, _ => [Closed]);

    private static readonly Kind Inspection = new(
        "Inspection", "inspections", "inspection", KindGroup.Organisation, "A look at something.", Name,
        [
            Name, Opened, Closed, Field.Word("depth", Depth, "How deep.", meaning: true), Field.Integer("visitors", "How many came.", 1, 9),
            Field.Personal("guide", "Who led."), Field.TextList("rooms", "What was seen.", lengthMax: 10), .. Approval.Fields,
        ])
    {
        DateOrders = [new(Opened, Closed)],
        Approval = Approval,
    };

    private static readonly EdgeKind Inspects = new(
        "INSPECTS", ["Inspection"], ["AiSystem", "Inspection"], "inspectedBy", Along.With, Along.Against, "Looks at this.",
        [Field.Integer("minutes", "How long.", 1, 600)], reviewed: true)
    {
        CountMin = 1,
        CountMax = 2,
        Acyclic = true,
        BindsContent = true,
        Rule = (inspection, end) => end.Kind == Inspection && inspection[Opened] is null ? "an Inspection only from one that was opened" : null,
    };

    private static readonly GraphModel Model = GraphModel.Default.With([Inspection], [Inspects]);

    [Fact]
    public async Task It_is_logged_replayed_and_listed()
    {
        var store = new MemoryLogStore();
        await using var live = await OpenAsync(model: Model, store: store);
        await live.Keep(
            Put("AiSystem", "s", ("title", "S")), Put("Inspection", null, ("title", "Server room"), ("guide", "Gil Guide"), ("rooms", (string[])["a", "b"]), ("depth", "DEEP")) with { External = new("crm", "9") },
            Link("inspection:crm-9", "INSPECTS", "s", ("minutes", 30)));
        await using var again = await OpenAsync(model: Model, store: store);
        Assert.Equal(SnapshotText.Of(live.Current), SnapshotText.Of(again.Current));
        var inspection = Assert.Single(again.Current.Documents(Inspection));
        Assert.Equal(("inspection:crm-9", "Gil Guide", 1), (inspection.Key, again.Engine.Personal.Resolve((string?)again.Value(inspection.Key, "guide")), again.Current.In(again.Find("s"), Inspects).Count()));
        Assert.Equal($"{Content.MeaningHash(inspection)}/{Content.MeaningHash(again.Find("s"))}", again.Current.Edge(inspection, Inspects, again.Find("s"))![Inspects.Fields[^1]]);
        Assert.DoesNotContain("Gil Guide", (await again.LogText())[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Its_rules_are_checked()
    {
        await using var live = await OpenAsync(model: Model);
        await live.Keep(Put("AiSystem", "s", ("title", "S")), Put("Risk", "r", ("title", "R"), ("kind", "THREAT")), Put("Inspection", "i", ("title", "T")), Link("i", "INSPECTS", "s"));
        const string Path = "changes[0].put.inspection.";
        await live.Refuses(ViolationCode.Validation, Path + "title", "expected a value: every Inspection must have it", Put("Inspection", "i", ("title", null)));
        await live.Refuses(ViolationCode.Validation, Path + "title", "expected at most 20 characters", Put("Inspection", "i", ("title", new string('t', 21))));
        await live.Refuses(ViolationCode.Validation, Path + "depth", "expected one of SHALLOW, DEEP, found 'NONE'", Put("Inspection", "i", ("depth", "NONE")));
        await live.Refuses(ViolationCode.Validation, Path + "visitors", "from 1 to 9, found 10", Put("Inspection", "i", ("visitors", 10)));
        await live.Refuses(ViolationCode.Validation, Path + "closedOn", "expected a day on or after openedOn", Put("Inspection", "i", ("openedOn", "2026-02-02"), ("closedOn", "2026-02-01")));
        await live.Refuses(ViolationCode.Validation, Path + "inspects", "expected at least 1 INSPECTS from 'j', found 0", Put("Inspection", "j", ("title", "T")));
        await live.Refuses(ViolationCode.Validation, "changes[0].link.kind", "expected INSPECTS from Inspection to AiSystem, Inspection", Link("i", "INSPECTS", "r"));
        await live.Refuses(ViolationCode.Validation, "changes[0].link.minutes", "from 1 to 600, found 601", Link("i", "INSPECTS", "s", ("minutes", 601)));
        await live.Refuses(
            ViolationCode.Validation, "changes[1].link.to", "expected an Inspection only from one that was opened", Put("Inspection", "j", ("title", "T")), Link("j", "INSPECTS", "i"));
        await live.Keep(Put("Inspection", "j", ("title", "T"), ("openedOn", "2026-01-01")), Link("j", "INSPECTS", "i"));
        await live.Refuses(ViolationCode.Validation, "changes[1].link", "expected no circle of INSPECTS", Put("Inspection", "i", ("openedOn", "2026-01-01")), Link("i", "INSPECTS", "j"));
        await live.Refuses(ViolationCode.Forbidden, Path + "signedOn", "never by apply", Put("Inspection", "i", ("signedOn", "2026-01-01")));
    }

    [Fact]
    public async Task It_is_signed_by_somebody_else_once_its_content_is_there()
    {
        await using var live = await OpenAsync(model: Model);
        await live.Keep(Put("AiSystem", "s", ("title", "S")), Put("Inspection", "i", ("title", "T")), Link("i", "INSPECTS", "s"));
        Refused(await live.Decide("Sue", DecisionVerb.Submit, "i"), ViolationCode.Validation, "key", "expected 'i' to have closedOn before it is submitted");
        await live.Keep(Put("Inspection", "i", ("closedOn", "2026-01-01")));
        Kept(await live.Decide("Sue", DecisionVerb.Submit, "i"));
        Refused(await live.Decide("Sue", DecisionVerb.Sign, "i"), ViolationCode.Forbidden, "key", "nobody decides");
        Kept(await live.Decide("Sid", DecisionVerb.Sign, "i"));
        await live.Keep(Put("AiSystem", "s2", ("title", "S")), Link("i", "INSPECTS", "s2"));
        Assert.Null(live.Value("i", "status"));
    }

    [Fact]
    public async Task A_program_that_does_not_know_the_kind_refuses_to_start()
    {
        var store = new MemoryLogStore();
        await using var live = await OpenAsync(model: Model, store: store);
        await live.Keep(Put("AiSystem", "s", ("title", "S")));
        await live.Keep(Put("Inspection", "i", ("title", "T")), Link("i", "INSPECTS", "s"));
        var broken = await Assert.ThrowsAsync<Graph.Engine.Log.BrokenLogException>(() => OpenAsync(store: store));
        Assert.Equal(2, broken.Revision);
        Assert.Contains("the kind 'Inspection' is not known", broken.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Impact_follows_it_as_it_declares()
    {
        await using var live = await OpenAsync(model: Model);
        await live.Keep(Put("AiSystem", "s", ("title", "S")), Put("Inspection", "i", ("title", "T")), Link("i", "INSPECTS", "s"));
        var view = new Graph.Engine.Views.View(live.Current, new(2026, 11, 24), new(2026, 11, 24), Graph.Engine.Views.ViewKind.Current);
        Assert.Equal(["s"], EngineGraph.Impact(view, "i", "LOSS", 16).Select(r => r.Node));
        Assert.Equal(["i"], EngineGraph.Impact(view, "s", "CHANGE", 16).Select(r => r.Node));
        Assert.Empty(EngineGraph.Impact(view, "s", "LOSS", 16));
    }

    [Fact]
    public void A_model_that_joins_an_unknown_kind_is_refused() =>
        Assert.Throws<InvalidOperationException>(() => GraphModel.Default.With([], [new EdgeKind("HAUNTS", ["Ghost"], [], "hauntedBy", Along.Not, Along.Not, "Haunts this.")]));
}
