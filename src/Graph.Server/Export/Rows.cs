namespace Graph.Server.Export;

/// <summary>Coverage of a framework, a heading or a row: one row for the systems in question together, then one for each.</summary>
internal sealed record CoverageRow
{
    public string Of { get; init; } = "";

    public string? Title { get; init; }

    /// <summary>The key of the system; null = the systems in question together, the organisation's cells counted once.</summary>
    public string? System { get; init; }

    public int Owed { get; init; }

    public int Met { get; init; }

    public int MetWithCredit { get; init; }

    public int Shallow { get; init; }

    public double? Ratio { get; init; }

    public string? Worst { get; init; }

    public int Missing { get; init; }

    public int Planned { get; init; }

    public int NotOperating { get; init; }

    public int Unproven { get; init; }

    public int Unapproved { get; init; }

    public int Expired { get; init; }

    public int Suspect { get; init; }

    public int Partial { get; init; }

    public int Covered { get; init; }

    public int Undetermined { get; init; }

    public int Unresolved { get; init; }

    public int NotYet { get; init; }

    public int Legacy { get; init; }

    public int Excluded { get; init; }

    public int NotApplicable { get; init; }

    public string Method { get; init; } = "";

    public long Revision { get; init; }

    public DateOnly On { get; init; }
}

/// <summary>An owed cell of a system that is not COVERED.</summary>
internal sealed record GapRow
{
    public string System { get; init; } = "";

    public string Requirement { get; init; } = "";

    public string? Ref { get; init; }

    public string? Title { get; init; }

    public string? Framework { get; init; }

    public bool Inherited { get; init; }

    public string Verdict { get; init; } = "";

    public string State { get; init; } = "";

    /// <summary>What mapped requirements give; null where nothing does.</summary>
    public string? CreditState { get; init; }

    public bool Shallow { get; init; }

    /// <summary>Each as <c>CODE node</c>.</summary>
    public string Defects { get; init; } = "";

    /// <summary>What would close each defect, in the same order.</summary>
    public string Closes { get; init; } = "";

    public string Method { get; init; } = "";

    public long Revision { get; init; }

    public DateOnly On { get; init; }
}

/// <summary>A row of the Statement of Applicability: one requirement of a standard that a statement may exclude.</summary>
internal sealed record ApplicabilityRow
{
    public string Requirement { get; init; } = "";

    public string? Ref { get; init; }

    public string? Title { get; init; }

    public string? Framework { get; init; }

    /// <summary>YES, NO, NOT_STATED, or MIXED where it differs between systems.</summary>
    public string Applicable { get; init; } = "";

    public string Justification { get; init; } = "";

    public string ApprovedOn { get; init; } = "";

    public string ApprovedBy { get; init; } = "";

    public string Statements { get; init; } = "";

    /// <summary>The first verdict among its cells, in the order in which the organisation takes them; NOT_APPLICABLE where no system is subject to the standard.</summary>
    public string Verdict { get; init; } = "";

    /// <summary>The worst state among its owed cells; null where nothing is owed.</summary>
    public string? State { get; init; }

    public int Owed { get; init; }

    public int Met { get; init; }

    public string Controls { get; init; } = "";

    public string Evidence { get; init; } = "";

    /// <summary>NO, MIXED: the controls on which the treatment of a risk relies although the row is stated not to apply (EXCLUDED_BUT_RELIED_ON).</summary>
    public string ReliedOnBy { get; init; } = "";

    public string Method { get; init; } = "";

    public long Revision { get; init; }

    public DateOnly On { get; init; }
}

/// <summary>A piece of evidence: every field of its kind, and what it is linked to.</summary>
internal sealed record EvidenceRow
{
    public string Key { get; init; } = "";

    public string? Title { get; init; }

    public string? Description { get; init; }

    public string? Type { get; init; }

    public string? Scope { get; init; }

    public DateOnly? PeriodFrom { get; init; }

    public DateOnly? PeriodTo { get; init; }

    public DateOnly? EffectiveFrom { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public DateOnly? CollectedOn { get; init; }

    public string? CollectedBy { get; init; }

    public string? Uri { get; init; }

    public string? Sha256 { get; init; }

    public string? Status { get; init; }

    public DateOnly? SubmittedOn { get; init; }

    public string? SubmittedBy { get; init; }

    public DateOnly? ApprovedOn { get; init; }

    public string? ApprovedBy { get; init; }

    public bool? ApprovedAsClaimed { get; init; }

    public bool? ApprovedByTopManagement { get; init; }

    public DateOnly? RejectedOn { get; init; }

    public string? RejectedBy { get; init; }

    public DateOnly? EndedOn { get; init; }

    public string? EndedBy { get; init; }

    public string? ContentHash { get; init; }

    public DateOnly? RecordSince { get; init; }

    /// <summary>The systems, components and vendors that it is about.</summary>
    public string Concerns { get; init; } = "";

    /// <summary>The controls that it shows to operate.</summary>
    public string Evidences { get; init; } = "";

    /// <summary>The requirements that it demonstrates itself.</summary>
    public string Demonstrates { get; init; } = "";

    /// <summary>The revision that last changed it.</summary>
    public long Revision { get; init; }
}

/// <summary>Something that has to be done with a document by a day.</summary>
internal sealed record DueRow
{
    /// <summary>The last day that is in time.</summary>
    public DateOnly DueOn { get; init; }

    /// <summary>The days from the view's day to it; negative where it is over.</summary>
    public int DaysLeft { get; init; }

    public string State { get; init; } = "";

    public string What { get; init; } = "";

    public string Document { get; init; } = "";

    public string? Title { get; init; }

    /// <summary>Those to whom the document belongs; empty where it belongs to nobody.</summary>
    public string Owners { get; init; } = "";

    /// <summary>From what the day follows.</summary>
    public string Basis { get; init; } = "";

    public long Revision { get; init; }

    public DateOnly On { get; init; }
}

/// <summary>Something that a criterion of readiness misses; of a criterion that is met one row that names nothing.</summary>
internal sealed record ReadinessRow
{
    /// <summary>The id of the criterion.</summary>
    public string Id { get; init; } = "";

    /// <summary>The number of its item.</summary>
    public int Item { get; init; }

    /// <summary>What the item is about.</summary>
    public string Title { get; init; } = "";

    public string Clause { get; init; } = "";

    public string Phase { get; init; } = "";

    public string Text { get; init; } = "";

    public string State { get; init; } = "";

    /// <summary>How many documents were judged.</summary>
    public int Judged { get; init; }

    public string? Code { get; init; }

    /// <summary>The key of the document concerned; null where what is missing is a document.</summary>
    public string? Node { get; init; }

    public string? Closes { get; init; }

    public long Revision { get; init; }

    public DateOnly On { get; init; }
}
