using Graph.Engine.Analysis;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.Organisation;

/// <summary>A measure that the organisation operates.</summary>
public static class ControlKind
{
    /// <summary>Organisation or system.</summary>
    public static readonly Field Scope = Field.Word("scope", Words.Scope, "Whether it is operated for the whole organisation or for single systems.", meaning: true);

    /// <summary>The planned day.</summary>
    public static readonly Field PlannedFor = Field.Date("plannedFor", "The day for which it is planned; a plan never counts as operation.");

    /// <summary>The day of implementation.</summary>
    public static readonly Field ImplementedOn = Field.Date("implementedOn", "The day from which it operates.");

    /// <summary>The day of degradation.</summary>
    public static readonly Field DegradedOn = Field.Date("degradedOn", "The day from which it no longer operates as it should; cleared when it is restored.");

    /// <summary>The day of retirement.</summary>
    public static readonly Field RetiredOn = Field.Date("retiredOn", "The day from which it no longer operates, that day included.");

    /// <summary>How it is carried out.</summary>
    public static readonly Field Procedure = Field.Text("procedure", "How it is carried out, or where that is written.", meaning: true);

    private static readonly Field Title = Field.Text("title", "What it does, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Control", "controls", "control", KindGroup.Organisation,
        "A measure that the organisation operates. Its status on a day follows from its dates.", Title,
        [
            Title,
            Field.Text("description", "What is done, by whom and when.", meaning: true),
            Scope,
            Field.Word("domain", Words.ControlDomain, "The part of the work it belongs to."),
            Procedure,
            PlannedFor,
            ImplementedOn,
            DegradedOn,
            RetiredOn,
            Field.Word("reviewFrequency", Words.ReviewFrequency, "How often it is reviewed."),
        ])
    {
        DateOrders = [new(ImplementedOn, DegradedOn), new(ImplementedOn, RetiredOn), new(DegradedOn, RetiredOn)],
        Due = [new("IMPLEMENT", "The day for which it is planned.", (v, d) => StatusOn(d, v.On) == "PLANNED" ? d.Date(PlannedFor) : null) { Earliest = d => d.Date(PlannedFor) }],
        Derived = [new("status", FieldType.Word, Words.ControlStatus, "What it is on the view's day, from its dates; NOT_OPERATING where they say that it is in operation and something else takes it out.",
            (v, d) => StatusOn(d, v.On) is var status && status == "IMPLEMENTED" && !new ControlOperation(v).IsOperating(d) ? "NOT_OPERATING" : status)],
    };

    /// <summary>The status on a day (design section 4, fine print 3): RETIRED, DEGRADED and IMPLEMENTED from their days on, else PLANNED.</summary>
    public static string StatusOn(Document control, DateOnly day) =>
        StatusOn(control.Date(ImplementedOn), control.Date(DegradedOn), control.Date(RetiredOn), day);

    internal static string StatusOn(DateOnly? implementedOn, DateOnly? degradedOn, DateOnly? retiredOn, DateOnly day) =>
        retiredOn <= day ? "RETIRED"
        : !(implementedOn <= day) ? "PLANNED"
        : degradedOn <= day ? "DEGRADED"
        : "IMPLEMENTED";
}
