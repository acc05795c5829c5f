using Graph.Engine.Snapshots;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Somebody with an interest.</summary>
public static class InterestedPartyKind
{
    private static readonly Field Title = Field.Text("title", "Who it is.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "InterestedParty", "interestedParties", "party", KindGroup.ManagementSystem,
        "Somebody with an interest in how the organisation governs AI (ISO/IEC 42001 4.2).", Title,
        [Title, Field.Word("type", ManagementWords.PartyType, "Who it is.", required: true), Field.Text("description", "What interest they have.", meaning: true)]);
}

/// <summary>What an interested party requires; a part of it.</summary>
public static class PartyNeedKind
{
    /// <summary>Whether the management system takes it up.</summary>
    public static readonly Field Addressed = Field.Boolean("addressed", "Whether the management system takes it up (4.2 asks to determine which ones it does).", meaning: true);

    /// <summary>The time within which a contract has it told of incidents.</summary>
    public static readonly Field IncidentNoticeHours = Field.Integer("incidentNoticeHours", "The hours from awareness within which a contract has the party told of an incident, from 1 to 8760; absent = none does. Where the contract changes, end this one and record another need.", 1, 8_760, meaning: true);

    private static readonly Field NoticeFrom = Field.Date("incidentNoticeFrom", "The first day of awareness for which the contract has the party told; absent = every day.");
    private static readonly Field NoticeUntil = Field.Date("incidentNoticeUntil", "The last day of awareness for which it does, that day included; absent = it does not end.");

    /// <summary>What is required.</summary>
    public static readonly Field Title = Field.Text("title", "What they require or expect, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "PartyNeed", "partyNeeds", "need", KindGroup.ManagementSystem,
        "What an interested party requires or expects (ISO/IEC 42001 4.2).", Title,
        [Title, Field.Text("description", "The same in full.", meaning: true), Addressed, IncidentNoticeHours, NoticeFrom, NoticeUntil])
    {
        IsReviewed = true,
        DateOrders = [new(NoticeFrom, NoticeUntil)],
        Rules =
        [
            new(IncidentNoticeHours, c => !c.IsSeed && c.Before?.Integer(IncidentNoticeHours) is { } was && !(c.After.Integer(IncidentNoticeHours) <= was)
                ? $"{was} or fewer, as it was recorded: a clock that runs is not lengthened; where the contract changes, end this need and record another" : null),
        ],
    };

    /// <summary>Whether a contract has the party told of what becomes known on a day.</summary>
    public static bool AsksForNotice(Document need, DateOnly awareOn) => need[IncidentNoticeHours] is not null && !(awareOn < need.Date(NoticeFrom)) && !(awareOn > need.Date(NoticeUntil));
}
