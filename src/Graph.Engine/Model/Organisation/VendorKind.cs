using Graph.Engine.Model.ManagementSystem;

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

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Vendor", "vendors", "vendor", KindGroup.Organisation,
        "A supplier of components, with the facts of the contract that matter for AI governance.", Title,
        [
            Title,
            Field.Text("description", "What it supplies."),
            Field.Word("criticality", Words.Criticality, "How much depends on it."),
            Field.Text("contractReference", "Where the contract is found.", lengthMax: 200),
            StartsOn,
            EndsOn,
            Field.Boolean("auditRights", "Whether the contract gives the right to audit."),
            IncidentNoticeHours,
        ])
    {
        DateOrders = [new(StartsOn, EndsOn)],
        Due =
        [
            new("TERMINATE", "The last day of the contract.", (_, d) => d.Date(EndsOn)),
            new("ASSESS", "The organisation's cadence for vendors that were in use when the management system was implemented (ISO/IEC 42001 A.10).",
                (v, d) => v.Snapshot.In(d, EdgeKinds.SuppliedBy).Any() && !AssessmentKind.IsSignedFor(v, d, "VENDOR_DUE_DILIGENCE") ? CadenceKind.FromImplementation(v, "VENDOR_DUE_DILIGENCE") : null),
        ],
    };
}
