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

    private static readonly Field Title = Field.Text("title", "What they require or expect, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "PartyNeed", "partyNeeds", "need", KindGroup.ManagementSystem,
        "What an interested party requires or expects (ISO/IEC 42001 4.2).", Title,
        [Title, Field.Text("description", "The same in full.", meaning: true), Addressed]);
}
