using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>Something that people have to know.</summary>
public static class CompetenceKind
{
    private static readonly Field Title = Field.Text("title", "What one has to know, in one line.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Competence", "competences", "competence", KindGroup.ManagementSystem,
        "Something that people have to know for their work with AI (ISO/IEC 42001 7.2, A.4.6; Regulation (EU) 2024/1689 Art. 4).", Title,
        [Title, Field.Text("description", "What it covers.", meaning: true)]);
}

/// <summary>That a person knows something; a part of the person.</summary>
public static class CompetenceRecordKind
{
    /// <summary>How well.</summary>
    public static readonly Field Level = Field.Word("level", ManagementWords.CompetenceLevel, "How well.", required: true);

    private static readonly Field Title = Field.Text("basis", "On what it rests: education, experience, training, examination.", required: true, lengthMax: 300);
    private static readonly Field From = Field.Date("from", "The day from which it is shown.", required: true);
    private static readonly Field To = Field.Date("until", "The last day on which it is taken as shown; absent = it does not end.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "CompetenceRecord", "competenceRecords", "competence-record", KindGroup.ManagementSystem,
        "That a person has a competence, on what that rests and until when (ISO/IEC 42001 7.2).", Title, [Title, Level, From, To])
    {
        DateOrders = [new(From, To)],
        Due = [new("REVIEW", "The last day on which the competence is taken as shown, unless another record shows it further.", (v, d) => d.Date(From) <= v.On && !IsReplaced(v, d) ? d.Date(To) : null)],
    };

    // By another record of the same person, as well at least, and for longer.
    private static bool IsReplaced(View view, Document record) => view.Snapshot.Targets(record, ManagementEdges.OfCompetence) is [var competence, ..] && view.Snapshot.Targets(record, ManagementEdges.RecordOf) is [var person, ..]
        && view.Snapshot.Sources(person, ManagementEdges.RecordOf).Exists(other => other.Date(From) <= view.On && (other[To] is null || other.Date(To) > record.Date(To))
            && Competences.Rank(other.Text(Level)) >= Competences.Rank(record.Text(Level)) && view.Snapshot.Edge(other, ManagementEdges.OfCompetence, competence) is not null);

    /// <summary>Whether it is shown on the view's day.</summary>
    public static bool Holds(View view, Document record) => record.Date(From) <= view.On && !(record.Date(To) < view.On);
}

/// <summary>A competence that a role needs and whoever holds it has not shown on the view's day.</summary>
/// <param name="Person">Who holds the role.</param>
/// <param name="Role">The role.</param>
/// <param name="Competence">The competence.</param>
/// <param name="Needed">The level that is needed.</param>
/// <param name="Shown">The best level that is shown; null where none is.</param>
public sealed record CompetenceGap(Document Person, Document Role, Document Competence, string Needed, string? Shown);

/// <summary>Who knows what they have to (ISO/IEC 42001 7.2).</summary>
public static class Competences
{
    // Where no level is said that is needed.
    private const string DefaultLevel = "WORKING";

    /// <summary>Every gap on the view's day, by person, role and competence.</summary>
    /// <param name="view">The view.</param>
    /// <param name="person">The person in question; null = all.</param>
    public static IReadOnlyList<CompetenceGap> Gaps(View view, Document? person = null) =>
    [
        .. (person is null ? view.Snapshot.Documents(Organisation.PersonKind.Kind) : [person])
            .SelectMany(p => RoleAssignmentKind.RolesOf(view, p).OrderBy(r => r.Key, StringComparer.Ordinal).SelectMany(r => MissingFor(view, p, r))),
    ];

    /// <summary>What somebody who holds a role has not shown, by competence.</summary>
    public static IEnumerable<CompetenceGap> MissingFor(View view, Document person, Document role)
    {
        var needs = new List<(Document Competence, string Level)>();
        foreach (var (node, data) in view.Snapshot.Out(role, ManagementEdges.NeedsCompetence))
        {
            needs.Add((view.Snapshot.Document(node)!, (string?)data?[ManagementEdges.NeededLevel] ?? DefaultLevel));
        }

        return needs.OrderBy(n => n.Competence.Key, StringComparer.Ordinal)
            .Select(n => new CompetenceGap(person, role, n.Competence, n.Level, Shown(view, person, n.Competence)))
            .Where(g => Rank(g.Shown) < Rank(g.Needed));
    }

    /// <summary>Whether somebody has shown a competence on the view's day, at the level that is needed where none is said.</summary>
    public static bool IsShown(View view, Document person, Document competence) => Rank(Shown(view, person, competence)) >= Rank(DefaultLevel);

    /// <summary>The best level at which somebody has shown a competence on the view's day; null where none is.</summary>
    public static string? Shown(View view, Document person, Document competence) =>
        view.Snapshot.Sources(person, ManagementEdges.RecordOf)
            .Where(r => CompetenceRecordKind.Holds(view, r) && view.Snapshot.Edge(r, ManagementEdges.OfCompetence, competence) is not null)
            .Select(r => r.Text(CompetenceRecordKind.Level)!).MaxBy(Rank);

    internal static int Rank(string? level) => level is null ? -1 : ManagementWords.CompetenceLevel.IndexOf(level);
}
