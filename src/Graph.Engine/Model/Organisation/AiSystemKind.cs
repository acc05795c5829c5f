using System.Collections.Concurrent;
using Graph.Engine.Governance;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>An AI system that the organisation builds, sells or uses.</summary>
public static class AiSystemKind
{
    /// <summary>The fact that it profiles natural persons.</summary>
    public const string ProfilesPersons = "profilesPersons";

    /// <summary>The class of a system that is listed in Annex III and judged not high-risk (6(3)).</summary>
    public const string Exempt = "EXEMPT_6_3";

    /// <summary>The title.</summary>
    public static readonly Field Title = Field.Text("title", "The name by which people know it.", required: true, lengthMax: 300);

    /// <summary>The roles of the organisation.</summary>
    public static readonly Field Roles = Field.WordsOf("roles", Words.Role, "The organisation's roles towards it; absent = unknown, empty = none.", meaning: true);

    /// <summary>The classes claimed.</summary>
    public static readonly Field Classes = Field.WordsOf("classes", Words.SystemClass, "The classes claimed for it; absent = not classified yet, empty = classified and none applies. A claim until a signed CLASSIFICATION backs it.", meaning: true);

    /// <summary>Annex III points.</summary>
    public static readonly Field AnnexIIIPoints = Field.PointList("annexIIIPoints", "Its points of Annex III, such as 5(b), or an area, such as 5; absent = not determined, empty = none.", meaning: true);

    /// <summary>Routes to high risk.</summary>
    public static readonly Field Routes = Field.WordsOf("routes", Words.Route, "The routes by which it is or would be high-risk; absent = not determined, empty = none.", meaning: true);

    /// <summary>Answers to facts.</summary>
    public static readonly Field Facts = Field.Flags(
        "facts", "Fact", "Answers to the facts on which requirements depend; a fact that is absent is unknown. An answer that is reversed, or no longer known, makes assessments STALE that watch PURPOSE, AFFECTED_PERSONS or JURISDICTION.", meaning: true, moves: Reversed);

    /// <summary>Placing day.</summary>
    public static readonly Field PlacedOn = Field.Date("placedOn", "The day on which it was or will be placed on the market or put into service. A change by which it begins to run, that day being today or over, is refused while an assessment that the system owes (assessmentsRequired) is not signed or is STALE, unless it is waived; a system that is registered with a day that is over is taken as it is.");

    /// <summary>The last change of design.</summary>
    public static readonly Field DesignChangedOn = Field.Date("designChangedOn", "The day of the last significant change of its design (Art. 111(2)). Once it has come it is neither taken out nor moved to an earlier day, to one to come, or to one that a signed assessment has foreseen as it has not this one: what is planned next is a planned change.");

    /// <summary>Retirement.</summary>
    public static readonly Field RetiredOn = Field.Date("retiredOn", "The day from which it is no longer in use; it has no cells from that day on.");

    /// <summary>Whether it is in scope.</summary>
    public static readonly Field InScope = Field.Boolean("inScope", "Whether it is in the scope of the management system; absent = yes. Out of scope it has no cells and owes no AIIA; the DPIA and FRIA that law asks for it owes all the same, for a scope does not say whom law binds.");

    /// <summary>The stage of its life.</summary>
    public static readonly Field Stage = Field.Word("lifecycleStage", Words.LifecycleStage, "The stage of its life.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "AiSystem", "aiSystems", "ai-system", KindGroup.Organisation,
        "An AI system that the organisation builds, sells or uses. Do not register a system that Art. 2 of the Act excludes as subject to it.", Title,
        [
            Title,
            Field.Text("description", "What it is."),
            Field.Text("purpose", "What it is for.", meaning: true, moves: Another),
            Field.Text("intendedUse", "Who uses it, on whom, how and where.", meaning: true, moves: Another),
            Field.Word("context", Words.Context, "The field in which it is used.", meaning: true, moves: Another),
            Roles,
            Classes,
            AnnexIIIPoints,
            Routes,
            Facts,
            PlacedOn,
            DesignChangedOn,
            RetiredOn,
            Stage,
            InScope,
            .. FormerFacts.Fields,
        ])
    {
        DateOrders = [new(PlacedOn, RetiredOn)],
        Stamps = FormerFacts.Stamps,
        Holds = new(
            c => c.After.Date(DesignChangedOn) is { } was && was <= c.Day ? was : null,
            (read, left) => (DateOnly)read is var was && left is not null && (!(left.After.Date(DesignChangedOn) is { } now && was <= now && now <= left.Day) || Hides(left, was, now))
                ? $"{DesignChangedOn.Name} from {was:yyyy-MM-dd} up to {left.Day:yyyy-MM-dd}: a change of the design that was made stays, and the assessments of '{left.After.Key}' are signed again; what is to come is a planned change" : null),
        Rules =
        [
            new(PlacedOn, GoingLive.Expected),
            new(Classes, c => c.After.List(Classes)?.Contains(Exempt) == true && c.After.Flags(Facts) is { } facts && facts.TryGetValue(ProfilesPersons, out var profiles) && profiles
                ? $"no {Exempt} of a system that profiles natural persons: it is always high-risk (Regulation (EU) 2024/1689 Art. 6(3), last subparagraph)" : null),
        ],
        Standing = new("scopeStanding", ManagementWords.SystemScope, "Where it stands towards the scope of the management system on the view's day (ISO/IEC 42001 4.3).", JudgeScope),
        Derived =
        [
            new("inApprovedScope", FieldType.Boolean, null, "Whether a scope of the management system that counts on the view's day includes it (ISO/IEC 42001 4.3).", (v, d) => ScopeStatementKind.Covers(v, d)),
            new("stagesWithoutRisk", FieldType.WordList, Words.LifecycleStage, "The stages of its life for which nobody has recorded a threat to it, or to a component that it uses, that the method in force rates (ISO/IEC 42001 6.1.2); assessedThreats names those that fill the others.", (v, d) => StagesWithoutRisk(v, d)),
            new("assessedThreats", FieldType.TextList, null, "The keys of the threats, to it or to a component that it uses, that fill a stage of its life: each has a stage and is rated by the method in force. A closed one is among them, for somebody assessed it.", (v, d) => AssessedThreats(v, d).Select(r => r.Key).Order(StringComparer.Ordinal).ToArray()),
        ],
        Due =
        [
            new("ASSESS", "The organisation's cadence for systems that ran when the management system was implemented, by which the impact assessment is signed or waived (ISO/IEC 42001 6.1.4, 8.4).",
                (v, d) => IsRunning(d, v.On) && RanWhenImplemented(v, d) && !AssessmentKind.IsSignedFor(v, d, "AIIA") && !GoingLive.IsWaived(v, d, "AIIA") ? CadenceKind.FromImplementation(v, "IMPACT_ASSESSMENT") : null) { EarliestIn = v => CadenceKind.FromImplementation(v, "IMPACT_ASSESSMENT") },
            new("ASSESS", "The day on which it is placed on the market or put into service, by which every assessment that it owes is signed or waived (ISO/IEC 42001 8.4; GDPR 35(1); Regulation (EU) 2024/1689 Art. 27(1)).", GoingLive.ByWhen) { Earliest = d => d.Date(PlacedOn) },
        ],
    };

    // Of two changes the field keeps one. A later one that a signed assessment has foreseen would hide from it an earlier one that it has not.
    private static bool Hides(ChangedDocument left, DateOnly was, DateOnly now) => now > was && left.Sources(left.After, EdgeKinds.Assesses).Any(a => AssessmentKind.Approval.HasCounted(a)
        && a.Date(AssessmentKind.Approval.DoneOn) <= was && !AssessmentKind.HasForeseen(a, left.After, was, left.Sources) && AssessmentKind.HasForeseen(a, left.After, now, left.Sources));

    // Who uses it, on whom and where stands in the same words as what it is for.
    private static IReadOnlyList<string> Another(Document before, Document after) => ["PURPOSE", "AFFECTED_PERSONS", "JURISDICTION"];

    // What becomes known is no change of what is.
    private static IReadOnlyList<string> Reversed(Document before, Document after) =>
        before.Flags(Facts) is { } was && was.Any(f => !(after.Flags(Facts)?.TryGetValue(f.Key, out var now) == true && now == f.Value)) ? Another(before, after) : [];

    /// <summary>Whether it is placed on the market or in service on a day, and not retired; of one whose day nobody has recorded, whether its life has come to operation.</summary>
    public static bool IsInUse(Document system, DateOnly day) =>
        (system.Date(PlacedOn) is { } placed ? placed <= day : IsSaidToOperate(system)) && !(system.Date(RetiredOn) <= day);

    /// <summary>Whether it is in use on a day, and nobody left it out of the management system.</summary>
    public static bool IsRunning(Document system, DateOnly day) => IsInUse(system, day) && system.Boolean(InScope) != false;

    /// <summary>Whether its life is said to have come to operation, whatever the day from which it is to be in use.</summary>
    public static bool IsSaidToOperate(Document system) => system.Text(Stage) == "OPERATION";

    /// <summary>Whether what is at a stage of its life was placed on the market or put into service, where no day says so; null where nobody knows: what is retired may never have been, and neither is known where there is no stage.</summary>
    public static bool? MayHaveRun(string? stage) => stage is null or "RETIREMENT" ? null : stage == "OPERATION";

    /// <summary>Whether it ran already when the management system was implemented, from which a cadence gives it time for its impact assessment; false where there is no such cadence.</summary>
    public static bool RanWhenImplemented(View view, Document system) => CadenceKind.ImplementationDay(view, "IMPACT_ASSESSMENT") is { } day && !(system.Date(PlacedOn) > day);

    /// <summary>The systems for which a document stands: a system for itself, a component or vendor for those that use it or what it supplies; one may come more than once.</summary>
    public static IEnumerable<Document> StandingFor(Document document, Func<Document, EdgeKind, IReadOnlyList<Document>> sources) =>
        document.Kind == Kind ? [document]
        : document.Kind == VendorKind.Kind ? sources(document, EdgeKinds.SuppliedBy).SelectMany(c => sources(c, EdgeKinds.Uses))
        : sources(document, EdgeKinds.Uses);

    private static Standing JudgeScope(View view, Document system) =>
        ScopeStatementKind.Covers(view, system)
            ? new("IN_SCOPE", IsContradicted(view, system) ? [new("NOT_ASSIGNED", system, $"Take out inScope of {system.Key}, by which it has no cells, or have a scope approved that does not include it.")] : [])
        : Analysis.CellReader.IsSubject(system, view.On) ? new("IN_NO_SCOPE", [new("NOT_ASSIGNED", system, $"Include {system.Key} in the scope, or record that it is not in scope.")])
        : new("LEFT_OUT", []);

    /// <summary>Whether it is recorded as not in scope while a scope that counts includes it: the word of one editor against that of whoever approved the scope.</summary>
    internal static bool IsContradicted(View view, Document system) => IsLeftOut(view, system) && ScopeStatementKind.Covers(view, system);

    /// <summary>Whether it is left out of the management system on the view's day, and not retired by then: it has no cells, and law binds it all the same.</summary>
    public static bool IsLeftOut(View view, Document system) => system.Boolean(InScope) == false && !(system.Date(RetiredOn) <= view.On);

    /// <summary>The stages of its life for which nobody has recorded a threat to it, or to a component that it uses, that the method in force rates, in their order.</summary>
    public static string[] StagesWithoutRisk(View view, Document system)
    {
        var stages = view.Once(Words.LifecycleStage, static _ => new ConcurrentDictionary<int, int>());
        var assessed = StagesAt(system);
        foreach (var (part, _) in view.Snapshot.Out(system, EdgeKinds.Uses))
        {
            assessed |= StagesAt(view.Snapshot.Document(part)!);
        }

        return [.. Words.LifecycleStage.Words.Select(w => w.Word).Where((_, at) => (assessed & (1 << at)) == 0)];

        // A bit for each stage; of what several systems use it is worked out once.
        int StagesAt(Document part) => stages.GetOrAdd(part.Ordinal, static (_, of) => Assessed(of.view, of.part), (view, part));

        static int Assessed(View view, Document part)
        {
            var found = 0;
            foreach (var (ordinal, _) in view.Snapshot.Out(part, EdgeKinds.HasRisk))
            {
                // Most risks are of a stage that another one has filled, and to rate one takes the longest here.
                if (view.Snapshot.Document(ordinal)! is var risk && risk.Text(RiskKind.LifecycleStage) is { } stage && 1 << Words.LifecycleStage.IndexOf(stage) is var bit
                    && (found & bit) == 0 && RiskKind.Assesses(view, risk))
                {
                    found |= bit;
                }
            }

            return found;
        }
    }

    private static IEnumerable<Document> AssessedThreats(View view, Document system) => StagedRisks(view, system).DistinctBy(r => r.Ordinal).Where(r => RiskKind.Assesses(view, r));

    // What threatens a part threatens the system that is made of it. One may come more than once.
    private static IEnumerable<Document> StagedRisks(View view, Document system) =>
        view.Snapshot.Targets(system, EdgeKinds.Uses).Prepend(system).SelectMany(d => view.Snapshot.Targets(d, EdgeKinds.HasRisk)).Where(r => r[RiskKind.LifecycleStage] is not null);
}
