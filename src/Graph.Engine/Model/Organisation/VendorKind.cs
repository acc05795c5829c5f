using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.Organisation;

/// <summary>A supplier of components.</summary>
public static class VendorKind
{
    /// <summary>The time within which it tells of an incident.</summary>
    public static readonly Field IncidentNoticeHours = Field.Integer("incidentNoticeHours", "The hours within which it must tell of an incident, from 1 to 8760.", 1, 8_760);

    private static readonly Field Title = Field.Text("title", "The supplier's name.", required: true, lengthMax: 300);

    /// <summary>The first day of the contract.</summary>
    public static readonly Field StartsOn = Field.Date("contractStartsOn", "The day from which the contract runs.");

    private static readonly Field EndsOn = Field.Date("contractEndsOn", "The last day of the contract.");

    /// <summary>How much depends on it.</summary>
    public static readonly Field Criticality = Field.Word("criticality", Words.Criticality, "How much depends on it.");

    /// <summary>The end of what it supplies.</summary>
    public static readonly Field EndOfLifeOn = Field.Date("endOfLifeOn", "The last day on which it supplies what it does, as it announced; absent = none is announced.");

    /// <summary>How the organisation leaves.</summary>
    public static readonly Field ExitPlan = Field.Text("exitPlan", "How the organisation goes on without it: what replaces it, who moves what, by when.", lengthMax: 4_000);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Vendor", "vendors", "vendor", KindGroup.Organisation,
        "A supplier of components, with the facts of the contract that matter for AI governance.", Title,
        [
            Title,
            Field.Text("description", "What it supplies."),
            Criticality,
            Field.Text("contractReference", "Where the contract is found.", lengthMax: 200),
            StartsOn,
            EndsOn,
            Field.Boolean("auditRights", "Whether the contract gives the right to audit."),
            IncidentNoticeHours,
            EndOfLifeOn,
            ExitPlan,
        ])
    {
        DateOrders = [new(StartsOn, EndsOn)],
        Standing = new("diligence", ManagementWords.VendorStanding, "How due diligence on it stands on the view's day, by its newest signed assessment: claims score nothing.", DueDiligence.Judge),
        Derived =
        [
            new("diligenceShown", FieldType.Integer, null, "How many of the subjects asked (governance, testing, notice of incidents, data) are DOCUMENTED or VERIFIED with valid evidence of a fitting type that CONCERNS the vendor: its package of documents is such evidence.", (v, d) => DueDiligence.Shown(v, d)),
            new("diligenceAsked", FieldType.Integer, null, "How many subjects there are.", (_, _) => DueDiligence.Subjects.Count),
            new("clausesAgreed", FieldType.WordList, ManagementWords.ClauseType, "What its contract gives, by its clauses; nothing once it has ended.", (v, d) => DueDiligence.Clauses(v, d, agreed: true)),
            new("clausesWanted", FieldType.WordList, ManagementWords.ClauseType, "What is wanted of its contract and not had: clauses that are not agreed, and what Art. 25(4) asks of the contract behind a high-risk system that the organisation provides.", (v, d) => DueDiligence.Clauses(v, d, agreed: false)),
        ],
        Due =
        [
            new("TERMINATE", "The last day of the contract, until that is over and nothing is used any more that it supplies.", (v, d) => IsOver(v, d) ? null : d.Date(EndsOn)),
            new("TERMINATE", "The last day on which it supplies what it does, as it announced, until its contract is over and nothing of that is used any more.", (v, d) => IsOver(v, d) ? null : d.Date(EndOfLifeOn)),
            new("ASSESS", "The day on which its contract begins, whatever it supplies yet; for vendors that were in use when the management system was implemented, and those that take part in what others supply and have no day recorded, the organisation's cadence (ISO/IEC 42001 A.10).",
                (v, d) => DueDiligence.IsAsked(v, d) && !AssessmentKind.IsSignedFor(v, d, "VENDOR_DUE_DILIGENCE") ? DueDiligence.LastDay(v, d) : null),
        ],
    };

    /// <summary>Whether its contract has ended, whatever is still used.</summary>
    internal static bool HasEnded(View view, Document vendor) => vendor.Date(EndsOn) < view.On;

    /// <summary>Whether its contract is over, or where none says until when what it announced to supply, and no system that is not retired uses anything of it.</summary>
    internal static bool IsOver(View view, Document vendor) => (vendor.Date(EndsOn) ?? vendor.Date(EndOfLifeOn)) < view.On
        && !AiSystemKind.StandingFor(vendor, view.Snapshot.Sources).Any(s => !(s.Date(AiSystemKind.RetiredOn) <= view.On));
}
