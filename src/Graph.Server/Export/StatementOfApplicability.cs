using System.Globalization;
using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model;
using Graph.Engine.Model.Catalogue;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Server.Api.Reading;
using Graph.Server.Api.Types;
using Graph.Server.Transport;

namespace Graph.Server.Export;

/// <summary>
/// The Statement of Applicability (ISO/IEC 42001 6.1.3): each requirement of a standard that may be excluded, what was stated of it
/// and why, whether it is met, and by what.
/// </summary>
internal static class StatementOfApplicability
{
    public static readonly string[] Parameters = ["system", "of", "requirement", "applicable", "verdict", "state", "approvedOnFrom", "approvedOnTo"];

    /// <summary>The word of a row of which systems have different answers.</summary>
    public const string Mixed = "MIXED";

    private static readonly string[] Answers = ["YES", "NO", "NOT_STATED", Mixed];

    public static Func<ViewScope, CountedRows> Ask(QueryParameters parameters, ViewScope? view)
    {
        var of = parameters.Find(view, "of", CellTypes.Headings);
        var system = parameters.Find(view, "system", AiSystemKind.Kind.Name);
        var requirements = parameters.FindMany(view, "requirement", RequirementKind.Kind.Name)?.Select(r => r.Ordinal).ToHashSet();
        List<Predicate<(ApplicabilityRow Row, IReadOnlyList<Document> Statements)>> tests = [];
        Among(parameters.ManyOf("applicable", Answers), r => r.Applicable);
        Among(EnumWords.All<Verdict>(parameters.ManyOf<Verdict>("verdict")), r => r.Verdict);
        Among(EnumWords.All<State>(parameters.ManyOf<State>("state")), r => r.State);
        if ((parameters.Day("approvedOnFrom"), parameters.Day("approvedOnTo")) is var (from, to) && (from ?? to) is not null)
        {
            tests.Add(r => r.Statements.Any(s => s.Date(StatementKind.Approval.DoneOn) is { } day && !(day < from) && !(day > to)));
        }

        return scope =>
        {
            var subjects = system is null ? scope.View.Cells.Systems : CellReader.IsSubject(system, scope.View.On) ? [system] : [];
            var rows = system is not null && subjects.Count == 0 ? [] : (of is null ? Standards(scope, system) : [of]).SelectMany(f => Excludable(scope, f)).Where(r => requirements?.Contains(r.Ordinal) != false).ToList();
            var made = rows.Select(r => RowOf(scope, r, system is null ? null : subjects));
            if (tests.Count == 0)
            {
                return new(rows.Count, made.Select(r => r.Row));
            }

            var taken = made.Where(r => tests.TrueForAll(t => t(r))).Select(r => r.Row).ToList();
            return new(taken.Count, taken);
        };

        void Among(string[]? words, Func<ApplicabilityRow, string?> read)
        {
            if (words is not null)
            {
                tests.Add(r => words.Contains(read(r.Row)));
            }
        }
    }

    // That of the management system is asked for before any system is: what nobody has stated is a gap, and an empty page would deny it.
    private static IEnumerable<Document> Standards(ViewScope scope, Document? system) => scope.View.Snapshot.Documents(FrameworkKind.Kind)
        .Where(f => f.Text(FrameworkKind.Type) == "STANDARD")
        .Where(f => Binds(scope, f, system) || (system is null && WholeApplicability.IsAsked(scope.View, f)));

    // A standard binds where somebody has chosen it, or where it is not voluntary at all.
    private static bool Binds(ViewScope scope, Document framework, Document? system) => framework.Boolean(FrameworkKind.Voluntary) == false
        || DocumentTypes.Links(scope.Node(framework), EdgeKinds.SubjectTo, outgoing: false).Select(l => l.Node.Document).Any(s => CellReader.IsSubject(s, scope.View.On) && (system is null || s.Ordinal == system.Ordinal));

    private static IEnumerable<Document> Excludable(ViewScope scope, Document of) =>
        scope.View.Cells.Requirements(of)
            .Where(r => r.Boolean(RequirementKind.Excludable) == true && Exports.FrameworkOf(scope.View.Snapshot, r)?.Text(FrameworkKind.Type) == "STANDARD");

    private static (ApplicabilityRow Row, IReadOnlyList<Document> Statements) RowOf(ViewScope scope, Document requirement, IReadOnlyList<Document>? systems)
    {
        var snapshot = scope.View.Snapshot;
        var counts = scope.View.Cells.Coverage(requirement, systems, scope.Request.CancellationToken).Counts;
        var cells = scope.View.Cells.Cells(requirement, systems, scope.Request.CancellationToken).Where(c => c.Requirement.Ordinal == requirement.Ordinal).ToList();

        // Where a condition is false, nothing needs to be stated.
        var asked = cells.Where(c => c.Verdict != Verdict.NotApplicable).ToList();
        var said = asked.Count == 0 && systems is null && Exports.FrameworkOf(snapshot, requirement) is { } framework && !Binds(scope, framework, null)
            ? WholeApplicability.Stated(scope.View, requirement) : [.. asked.Select(c => c.Because.Statement)];
        var statements = said.OfType<Document>().DistinctBy(s => s.Ordinal).OrderBy(s => s.Key, StringComparer.Ordinal).ToList();
        var chains = cells.SelectMany(c => c.Chains).ToList();
        var row = new ApplicabilityRow
        {
            Requirement = requirement.Key,
            Ref = requirement.Text(RequirementKind.Ref),
            Title = requirement.Text(RequirementKind.Title),
            Framework = Exports.FrameworkOf(snapshot, requirement)?.Key,
            Applicable = said.Select(s => s?.Boolean(StatementKind.Applicable)).Distinct().ToList() switch
            {
                [] or [null] => "NOT_STATED",
                [true] => "YES",
                [false] => "NO",
                _ => Mixed,
            },
            Justification = RowMaps.Join(statements.Select(s => s.Text(StatementKind.Justification)).OfType<string>()),
            ApprovedOn = RowMaps.Join(statements.Select(s => s.Date(StatementKind.Approval.DoneOn)).OfType<DateOnly>().Select(d => d.ToString("O", CultureInfo.InvariantCulture))),
            ApprovedBy = RowMaps.Join(statements.Select(s => scope.Request.Engine.Personal.Resolve(s.Text(StatementKind.Approval.DoneBy))).OfType<string>()),
            Statements = RowMaps.Join(statements.Select(s => s.Key)),
            Verdict = EnumWords.Of(Enum.GetValues<Verdict>().Where(v => counts.Verdicts[(int)v] > 0).DefaultIfEmpty(Verdict.NotApplicable).First()),
            State = counts.Worst is { } worst ? EnumWords.Of(worst) : null,
            Owed = counts.Owed,
            Met = counts.Met,
            Controls = Keys(chains.SelectMany(c => c.Documents).Where(d => d.Kind == ControlKind.Kind)),
            Evidence = Keys(chains.SelectMany(c => c.Proof)),
            ReliedOnBy = Keys(WholeApplicability.ReliedOn(scope.View)[requirement.Ordinal]),
            Method = Method.Version,
            Revision = snapshot.Head.Revision,
            On = scope.View.On,
        };
        return (row, statements);
    }

    private static string Keys(IEnumerable<Document> documents) => RowMaps.Join(documents.Select(d => d.Key).Distinct().Order(StringComparer.Ordinal));
}
