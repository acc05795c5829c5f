using Graph.Engine.Log;
using Graph.Engine.Model;
using Graph.Engine.Views;
using static Graph.Tests.Engine.LiveEngine;
using Document = Graph.Engine.Snapshots.Document;

namespace Graph.Tests.Canaries;

/// <summary>
/// A kind with everything that a kind can have, and its parts, declared here and nowhere else: whatever the product does for kinds it does for canaries. It
/// has one edge kind, which is at once a part, reviewed, and carries values, because a model has room for few.
/// </summary>
internal static class CanaryKind
{
    public static readonly WordList Plumage = new("CanaryPlumage", "How a canary looks.", ("YELLOW", "Yellow."), ("WHITE", "White."), ("GREEN", "Green, as in the wild."));
    public static readonly WordList Song = new("CanarySong", "How a canary sings on the view's day.", ("UNKNOWN", "Nobody has listened."), ("SILENT", "Something keeps it from singing."), ("SINGS", "It sings."));
    public static readonly WordList Nest = new("CanaryNest", "Of what a nest is.", ("MOSS", "Moss."), ("WOOL", "Wool."));

    private static readonly Field Name = Field.Text("name", "What it is called.", required: true, meaning: true, lengthMax: 40);
    private static readonly Field Look = Field.Word("plumage", Plumage, "How it looks.", required: true, meaning: true);
    private static readonly Field Weight = Field.Number("weight", "Its weight in grams.", 5, 60.5, meaning: true);
    private static readonly Field HatchedOn = Field.Date("hatchedOn", "The day on which it hatched.");
    private static readonly Field MovedOn = Field.Date("movedOn", "The day on which it moved in.");
    private static readonly Field HeardOn = Field.Date("heardOn", "The day on which somebody last listened.");
    private static readonly Field Every = Field.Integer("listenEveryMonths", "The months from one time to the next.", 1, 24);
    private static readonly Field KeptUntil = Field.Date("keptUntil", "The day until which what is known of it is kept.");
    private static readonly Field Keeper = Field.Personal("keeper", "Who feeds it.");
    private static readonly Field Habits = Field.Flags("habits", "Fact", "What it does.", meaning: true);
    private static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, _ => [Weight, HeardOn]);

    private static readonly Field Mark = Field.Text("mark", "What is written on it.", required: true, lengthMax: 20);
    private static readonly Field Cracked = Field.Boolean("cracked", "Whether it is cracked.", meaning: true);
    private static readonly Field LaidOn = Field.Date("laidOn", "The day on which it was laid.", required: true);

    public static readonly Kind Canary = new(
        "Canary", "canaries", "canary", KindGroup.ManagementSystem, "A bird that only the tests know.", Name,
        [
            Name, Look, Weight, Field.Integer("ring", "The number on its ring.", 1, 9_999), Field.Boolean("tame", "Whether it is tame."), HatchedOn, MovedOn, HeardOn, Every, KeptUntil,
            Field.TextList("foods", "What it eats.", lengthMax: 30), Field.WordsOf("chicks", Plumage, "How its young look."), Habits, Keeper, Field.Text("photo", "Where a picture of it is.", lengthMax: 200, form: TextForm.Uri), .. Approval.Fields,
        ])
    {
        Approval = Approval,
        FollowsTemplates = true,
        DateOrders = [new(HatchedOn, MovedOn)],
        RetainUntil = KeptUntil,
        Rules =
        [
            new(HeardOn, c => c.After.Date(HeardOn) > c.Day ? $"a day up to {c.Day:yyyy-MM-dd}" : null),
            new(Weight, c => c.After.Text(Look) == "WHITE" && c.After.Number(Weight) > 40 ? "at most 40 grams of a WHITE one" : null),
        ],
        Standing = new("song", Song, "How it sings.", Judge),
        Derived =
        [
            new("eggCount", FieldType.Integer, null, "How many eggs it has.", (v, d) => v.Snapshot.Sources(d, EggOf!).Count),
            new("isGrown", FieldType.Boolean, null, "Whether it hatched a year ago.", (v, d) => d.Date(HatchedOn) is { } day ? day.AddYears(1) <= v.On : null),
            new("listenBy", FieldType.Date, null, "The day by which somebody listens again.", (_, d) => ListenBy(d)),
        ],
        Due = [new("REVIEW", "The months to the next time somebody listens.", (_, d) => ListenBy(d))],
    };

    public static readonly Kind Egg = new(
        "CanaryEgg", "canaryEggs", "canary-egg", KindGroup.ManagementSystem, "An egg of a canary.", Mark, [Mark, LaidOn, Cracked, Field.Number("length", "Its length in millimetres.", 1, 30)]);

    public static readonly EdgeKind EggOf = new(
        "EGG_OF", ["CanaryEgg"], ["Canary"], "eggs", Along.With, Along.Against, "Was laid by this canary.",
        [Field.Word("nest", Nest, "Where it lies."), Field.Number("warmth", "How warm it is there.", 0, 50), Field.Date("countedOn", "When it was counted.")], reviewed: true)
    {
        IsPart = true,
        CountMin = 1,
        CountMax = 1,
        BindsContent = true,
    };

    public static GraphModel Model { get; } = GraphModel.Default.With([Canary, Egg], [EggOf]);

    /// <summary>A canary with a value in every field, two eggs, an owner and a fact.</summary>
    public static Operation[] Family { get; } =
    [
        Put("Fact", "fact:whistles", ("title", "whistles")), Put("Fact", "fact:bites", ("title", "bites")), Put("Person", "person:p", ("name", "Pia Keeper")),
        Put("Canary", "canary:tweety",
            ("name", "Tweety"), ("plumage", "YELLOW"), ("weight", 20.5), ("ring", 7), ("tame", true), ("hatchedOn", "2024-05-01"), ("movedOn", "2024-06-01"), ("heardOn", "2026-07-20"), ("listenEveryMonths", 1), ("keptUntil", "2026-08-31"),
            ("foods", (string[])["seed", "=apple"]), ("chicks", (string[])["GREEN", "WHITE"]), ("habits", new Dictionary<string, object?> { ["whistles"] = true, ["bites"] = false }), ("keeper", "Kim Keeper"), ("photo", "https://example.org/tweety")),
        Link("canary:tweety", "OWNED_BY", "person:p"),
        Put("CanaryEgg", "canary-egg:1", ("mark", "One"), ("laidOn", "2026-05-01"), ("cracked", false), ("length", 17.25)), Link("canary-egg:1", "EGG_OF", "canary:tweety", ("nest", "MOSS"), ("warmth", 37.5), ("countedOn", "2026-05-02")),
        Put("CanaryEgg", "canary-egg:2", ("mark", "Two"), ("laidOn", "2026-05-03")), Link("canary-egg:2", "EGG_OF", "canary:tweety"),
        Put("Canary", "canary:bare", ("name", "Bare"), ("plumage", "WHITE")),
    ];

    private static DateOnly? ListenBy(Document canary) =>
        canary.Date(HeardOn) is { } heard && canary.Integer(Every) is { } months ? Graph.Engine.Model.ManagementSystem.Calendars.Add(heard, months) : null;

    private static Standing Judge(View view, Document canary) =>
        !(canary.Date(HeardOn) <= view.On) ? new("UNKNOWN", [new("NO_DATA", canary, $"Listen to {canary.Key}.")])
        : view.Snapshot.Sources(canary, EggOf!).Where(e => e.Boolean(Cracked) == true).ToList() is { Count: > 0 } cracked ? new("SILENT", [.. cracked.Select(e => new Shortfall("NOT_EFFECTIVE", e, $"Mend {e.Key}."))])
        : new("SINGS", []);
}
