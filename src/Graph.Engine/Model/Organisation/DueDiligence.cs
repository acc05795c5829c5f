using System.Collections.Concurrent;
using Graph.Engine.Analysis;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>What due diligence on a vendor has shown (ISO/IEC 42001 A.10): a claim scores nothing, a document while it is valid evidence, and what somebody verified needs no less.</summary>
public static class DueDiligence
{
    private const string IntegratesThirdPartySupply = "integratesThirdPartySupply";
    private const string TechnicalAccess = "TECHNICAL_ACCESS";

    /// <summary>The subjects asked, each with its word (<see cref="ManagementWords.DiligenceSubject"/>), on what its answers rest, and the types of evidence that document it.</summary>
    public static IReadOnlyList<(string Word, string Name, Field Basis, IReadOnlyList<string> Evidence)> Subjects { get; } =
    [
        ("GOVERNANCE", "governance", AssessmentKind.GovernanceBasis, ["POLICY", "PROCEDURE", "AUDIT_REPORT", "CERTIFICATE"]),
        ("TESTING", "testing", AssessmentKind.TestingBasis, ["TEST_REPORT"]),
        ("INCIDENT_NOTICE", "notice of incidents", AssessmentKind.IncidentBasis, ["PROCEDURE", "CONTRACT"]),
        ("DATA_HANDLING", "data", AssessmentKind.DataBasis, ["DATA_DOCUMENTATION", "PROCESSING_RECORD", "CONTRACT"]),
    ];

    /// <summary>
    /// The last day on which due diligence on a vendor is signed in time: before procurement, so by the day on which its contract begins (ISO/IEC 42001 A.10.3); by the organisation's
    /// cadence for a vendor whose contract began before the management system was implemented, or nobody knows when. Null where neither is known.
    /// </summary>
    public static DateOnly? LastDay(View view, Document vendor) =>
        vendor.Date(VendorKind.StartsOn) is not { } starts ? CadenceKind.FromImplementation(view, "VENDOR_DUE_DILIGENCE")
        : starts < CadenceKind.ImplementationDay(view, "VENDOR_DUE_DILIGENCE") ? CadenceKind.FromImplementation(view, "VENDOR_DUE_DILIGENCE") : starts;

    /// <summary>The suppliers in use: something is there that they supply, and their contract is not over (<see cref="VendorKind.IsOver"/>).</summary>
    public static IEnumerable<Document> InUse(View view) => view.Snapshot.Documents(VendorKind.Kind).Where(v => view.Snapshot.In(v, EdgeKinds.SuppliedBy).Any() && !VendorKind.IsOver(view, v));

    /// <summary>The suppliers in use, and whoever takes part in what they supply, near and far.</summary>
    public static IReadOnlyCollection<Document> Chain(View view) => ChainOf(view).Values;

    /// <summary>Whether due diligence on a vendor is asked for: it is in the chain of a supplier in use, or a contract with it is recorded that is not over, whatever it supplies yet.</summary>
    public static bool IsAsked(View view, Document vendor) => ChainOf(view).ContainsKey(vendor.Ordinal) || (vendor[VendorKind.StartsOn] is not null && !VendorKind.IsOver(view, vendor));

    /// <summary>Suppliers, and whoever takes part in what they supply, near and far.</summary>
    public static IReadOnlyCollection<Document> ChainOf(View view, IEnumerable<Document> suppliers) => Walk(view, suppliers).Values;

    private static Dictionary<int, Document> ChainOf(View view) => view.Once((typeof(DueDiligence), nameof(Chain)), static v => Walk(v, InUse(v)));

    private static Dictionary<int, Document> Walk(View view, IEnumerable<Document> suppliers)
    {
        var chain = new Dictionary<int, Document>();
        for (var next = new Queue<Document>(suppliers); next.TryDequeue(out var vendor);)
        {
            if (chain.TryAdd(vendor.Ordinal, vendor))
            {
                view.Snapshot.Targets(vendor, ManagementEdges.Subprocesses).ForEach(next.Enqueue);
            }
        }

        return chain;
    }

    /// <summary>How many subjects are shown on the view's day.</summary>
    public static int Shown(View view, Document vendor) => Signed(view, vendor) is { } assessment ? Subjects.Count(s => IsShown(view, vendor, assessment, s.Basis, s.Evidence)) : 0;

    /// <summary>The clauses that the contract gives, or that are wanted of it and not had, in the order of their list. A contract that has ended gives none, and those that it gave are wanted.</summary>
    public static string[] Clauses(View view, Document vendor, bool agreed)
    {
        var clauses = view.Snapshot.Sources(vendor, ManagementEdges.ClauseOf);
        var had = VendorKind.HasEnded(view, vendor) ? [] : clauses.Where(c => c.Boolean(ContractClauseKind.Agreed) == true).Select(c => c.Text(ContractClauseKind.Type)).ToHashSet();
        if (agreed)
        {
            return InOrder(had.Contains);
        }

        var asked = clauses.Where(c => c[ContractClauseKind.Agreed] is not null).Select(c => c.Text(ContractClauseKind.Type)).ToHashSet();
        return InOrder(w => !had.Contains(w) && (asked.Contains(w) || (w == TechnicalAccess && Integrating(view, vendor).Any(s => s.Asks == Truth.True))));

        static string[] InOrder(Func<string, bool> counts) => [.. ManagementWords.ClauseType.Words.Select(w => w.Word).Where(counts)];
    }

    /// <summary>How it stands, with everything that is wanting.</summary>
    public static Standing Judge(View view, Document vendor)
    {
        var (word, shortfalls) = Answers(view, vendor);
        return new(word, [.. shortfalls, .. Others(view, vendor)]);
    }

    /// <summary>What is wanting of the answers alone, not of the contract and the way out.</summary>
    public static IReadOnlyList<Shortfall> Unshown(View view, Document vendor) => Answers(view, vendor).Shortfalls;

    private static Standing Answers(View view, Document vendor)
    {
        if (Signed(view, vendor) is not { } assessment)
        {
            return new("UNKNOWN", [new("NO_DATA", vendor, $"Have due diligence on {vendor.Key} signed.")]);
        }

        List<Shortfall> answers =
        [
            .. Subjects.Where(s => !IsShown(view, vendor, assessment, s.Basis, s.Evidence)).Select(s => assessment.Text(s.Basis) switch
            {
                null => new Shortfall("NO_DATA", assessment, $"Ask {vendor.Key} about {s.Name} and record in {s.Basis.Name} on what the answer rests."),
                "CLAIMED" => new Shortfall("CLAIMED_ONLY", assessment, $"Have {vendor.Key} document its answer about {s.Name}, or verify it."),
                _ => new Shortfall("CONTROL_WITHOUT_PROOF", assessment, $"Record and approve the documents of {vendor.Key} about {s.Name} as evidence ({string.Join(", ", s.Evidence)}) that CONCERNS it."),
            }),
        ];
        return AssessmentKind.Kind.Standing!.Judge(view, assessment) is { Word: not "IN_FORCE" } outdated ? new("OVERDUE", [.. outdated.Shortfalls, .. answers])
            : new(answers.Count > 0 ? "CLAIMED" : "SHOWN", answers);
    }

    private static List<Shortfall> Others(View view, Document vendor)
    {
        List<Shortfall> shortfalls =
        [
            .. view.Snapshot.Sources(vendor, ManagementEdges.ClauseOf).Where(c => c.Boolean(ContractClauseKind.Agreed) == false)
                .Select(c => new Shortfall("CLAUSE_WANTED", c, $"Agree with {vendor.Key} on {c.Key}.")),
        ];
        var concerned = Clauses(view, vendor, agreed: true).Contains(TechnicalAccess) ? [] : Integrating(view, vendor);

        // Very many systems may use what one vendor supplies, and few of these are read.
        foreach (var (system, asks, missing) in concerned)
        {
            shortfalls.Add(asks == Truth.True
                ? new("CLAUSE_WANTED", vendor, $"Agree in writing with {vendor.Key} on the information, capabilities and technical access that the provider of {system.Key} needs (Regulation (EU) 2024/1689 Art. 25(4)).")
                : new("FACT_MISSING", system, s => $"Record {string.Join(" and ", missing)} of {s.Key}: Art. 25(4) may ask for a written agreement with {vendor.Key}."));
        }

        shortfalls.AddRange(WithoutExitPlan(vendor));
        return shortfalls;
    }

    /// <summary>That nobody has planned how to go on without a vendor that announced its end, or on which much depends.</summary>
    public static IEnumerable<Shortfall> WithoutExitPlan(Document vendor) =>
        vendor.Text(VendorKind.ExitPlan) is null && (vendor.Date(VendorKind.EndOfLifeOn) is not null || vendor.Text(VendorKind.Criticality) is "HIGH" or "CRITICAL")
            ? [new("NO_PLAN", vendor, $"Plan how to go on without {vendor.Key}, and record it in exitPlan.")] : [];

    // The systems that the organisation provides and in which something of the vendor is used, and of which Art. 25(4) asks or may ask: high-risk ones that integrate it; with what is unknown of that.
    private static IEnumerable<(Document System, Truth Asks, IReadOnlyList<string> Missing)> Integrating(View view, Document vendor) => view.Snapshot.Sources(vendor, EdgeKinds.SuppliedBy)
        .SelectMany(c => view.Snapshot.Sources(c, EdgeKinds.Uses)).DistinctBy(s => s.Ordinal)
        .Where(s => s.List(AiSystemKind.Roles)?.Contains("PROVIDER") == true && s.Boolean(AiSystemKind.InScope) != false && !(s.Date(AiSystemKind.RetiredOn) <= view.On))
        .Select(s => (System: s, Found: Asks(view, s))).Where(s => s.Found.Asks != Truth.False).OrderBy(s => s.System.Key, StringComparer.Ordinal)
        .Select(s => (s.System, s.Found.Asks, s.Found.Missing));

    // Worked out once for a system, in which there is something of several vendors.
    private static (Truth Asks, IReadOnlyList<string> Missing) Asks(View view, Document system) =>
        view.Once(typeof(DueDiligence), static _ => new ConcurrentDictionary<int, (Truth, IReadOnlyList<string>)>()).GetOrAdd(system.Ordinal, _ =>
        {
            var facts = new SystemFacts(view.Snapshot, view.On, system);
            var (isHighRisk, integrates) = (facts.HasClass("HIGH_RISK"), facts.Flag(IntegratesThirdPartySupply));
            string[] missing = [.. isHighRisk == Truth.Unknown ? [facts.MissingClass] : Array.Empty<string>(), .. integrates == Truth.Unknown ? [IntegratesThirdPartySupply] : Array.Empty<string>()];
            return (isHighRisk < integrates ? isHighRisk : integrates, missing);
        });

    private static Document? Signed(View view, Document vendor) => view.Snapshot.Sources(vendor, EdgeKinds.Assesses)
        .Where(a => AssessmentKind.Approval.IsDoneOn(a, view.On) && AssessmentKind.Serves(view, a, "VENDOR_DUE_DILIGENCE")).MaxBy(a => (a.Date(AssessmentKind.Approval.DoneOn), a.Key));

    private static bool IsShown(View view, Document vendor, Document assessment, Field basis, IReadOnlyList<string> types) => assessment.Text(basis) switch
    {
        "DOCUMENTED" or "VERIFIED" => view.Snapshot.Sources(vendor, EdgeKinds.Concerns).Exists(e => types.Contains(e.Text(EvidenceKind.Type)) && EvidenceKind.Approval.IsDoneOn(e, view.On)
            && !(e.Date(EvidenceKind.EffectiveFrom) > view.On) && !(e.Date(EvidenceKind.ExpiresOn) < view.On)),
        _ => false,
    };
}
