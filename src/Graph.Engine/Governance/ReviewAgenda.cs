using Graph.Engine.Model;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>From where an input of the review comes.</summary>
public enum AgendaSource
{
    /// <summary>ISO/IEC 42001 9.3.2.</summary>
    Standard,

    /// <summary>The guide, beside the standard.</summary>
    Guide,
}

/// <summary>A document that a review looks at, with how it stands.</summary>
/// <param name="Document">The document.</param>
/// <param name="Word">How it stands, as the input asks: its standing, an alert, a trend, the side of an issue, whether a need is taken up; null where nobody says.</param>
/// <param name="IsNew">Whether it was created since the last review.</param>
/// <param name="HasChanged">
/// Whether it, a link of it, or what it stands on by one link, was changed since the last review, or it stands otherwise than on the day of that review by what is recorded now; and it is not new.
/// </param>
public sealed record AgendaRow(Document Document, string? Word, bool IsNew, bool HasChanged);

/// <summary>One input of a management review.</summary>
/// <param name="Id">A stable id.</param>
/// <param name="Title">What it is, with the clause.</param>
/// <param name="Source">From where it comes.</param>
/// <param name="Rows">The documents that it is about, by kind and key; empty where there is nothing to look at, which the review says as well.</param>
public sealed record AgendaInput(string Id, string Title, AgendaSource Source, IReadOnlyList<AgendaRow> Rows)
{
    /// <summary>How many stand how, by word; documents of which nobody says so are not counted here.</summary>
    public IReadOnlyList<KeyValuePair<string, int>> Figures { get; } =
        [.. Rows.Where(r => r.Word is not null).GroupBy(r => r.Word!).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => KeyValuePair.Create(g.Key, g.Count()))];
}

/// <summary>What a management review looks at (ISO/IEC 42001 9.3.2), worked out from the graph.</summary>
/// <param name="Last">The last review that was held and whose minutes are approved; null where none was.</param>
/// <param name="Since">The revision since which changes are told: the one that the last review looked at, or 0.</param>
/// <param name="Inputs">The inputs.</param>
public sealed record ReviewAgenda(Document? Last, long Since, IReadOnlyList<AgendaInput> Inputs)
{
    /// <summary>The agenda in a view.</summary>
    public static ReviewAgenda Of(View view) => Of(view, ManagementReviewKind.LastApproved(view));

    /// <summary>What stood in an input in the view of the last review, on its day as it was known, and is not in the graph of this one any more.</summary>
    public IEnumerable<(AgendaInput Input, Document Document)> Removed(View now, View then) => Last is null ? []
        : Of(then).Inputs.SelectMany(i => i.Rows.Where(r => now.Snapshot.Document(r.Document.Key) is null).Select(r => (i, r.Document)));

    /// <summary>The agenda of a review that was held: what has changed is told since the one before it.</summary>
    public static ReviewAgenda OfHeld(View view, Document review) => Of(view, ManagementReviewKind.LastApproved(view, review.Date(ManagementReviewKind.HeldOn)));

    /// <summary>The revision at which a review looked; one that was held before the server wrote that has seen nothing later than its own beginning.</summary>
    public static long SeenBy(Document review) => review.Integer(ManagementReviewKind.Revision) ?? review.CreatedIn;

    private static ReviewAgenda Of(View view, Document? last)
    {
        var since = last is null ? 0 : SeenBy(last);
        var then = last is null ? null : new View(view.Snapshot, last.Date(ManagementReviewKind.HeldOn)!.Value, view.Today, view.Kind);
        Dictionary<int, string?> alerts = [];
        return new(last, since,
        [
            Input("actions", "Status of actions from previous reviews (9.3.2 a)", AgendaSource.Standard, All(PlannedChangeKind.Kind).Concat(All(TaskKind.Kind)).Where(ComesFromReview)),
            Input("issues", "Changes of internal and external issues (9.3.2 b)", AgendaSource.Standard, All(ContextIssueKind.Kind), (_, i) => i.Boolean(ContextIssueKind.Relevant) == false ? "NOT_RELEVANT" : i.Text(ContextIssueKind.Side)),
            Input("parties", "Changes of what interested parties need and expect (9.3.2 c)", AgendaSource.Standard, All(PartyNeedKind.Kind), (_, n) => n.Boolean(PartyNeedKind.Addressed) switch { true => "ADDRESSED", false => "NOT_ADDRESSED", _ => "UNKNOWN" }),
            Input("nonconformities", "Nonconformities and corrective actions (9.3.2 d)", AgendaSource.Standard, All(FindingKind.Kind).Concat(All(CorrectiveActionKind.Kind))),
            Input("measurements", "Results of monitoring and measurement (9.3.2 d)", AgendaSource.Standard, All(MetricKind.Kind)),
            Input("trends", "Trends of what is measured (9.3.2 d)", AgendaSource.Standard, All(MetricKind.Kind), MetricKind.Trend),
            Input("alerts", "Metrics beyond their warning or limit, or off a target without a warning, that no finding has answered (9.1, 9.3.2 d)", AgendaSource.Standard, All(MetricKind.Kind).Where(m => Alert(view, m) is not null), Alert),
            Input("audits", "Results of audits (9.3.2 d)", AgendaSource.Standard, All(AuditKind.Kind)),
            Input("improvement", "Opportunities for improvement (9.3.2 e)", AgendaSource.Standard, All(RiskKind.Kind).Where(r => r.Text(RiskKind.Type) == "OPPORTUNITY").Concat(All(PlannedChangeKind.Kind))),
            Input("objectives", "Performance against the objectives", AgendaSource.Guide, All(ObjectiveKind.Kind)),
            Input("incidents", "Incidents and near misses", AgendaSource.Guide, All(IncidentKind.Kind)),
            Input("feedback", "Feedback, concerns and complaints", AgendaSource.Guide, All(ConcernKind.Kind)),
            Input("risks", "Risks", AgendaSource.Guide, All(RiskKind.Kind).Where(r => r.Text(RiskKind.Type) == "THREAT")),
        ]);

        // Read once of each: there may be very many values behind it.
        string? Alert(View at, Document metric) => at != view ? MetricKind.OpenAlert(at, metric)?.Word
            : alerts.TryGetValue(metric.Ordinal, out var word) ? word : alerts[metric.Ordinal] = MetricKind.OpenAlert(at, metric)?.Word;

        static string? Standing(View at, Document document) => document.Kind.Standing?.Judge(at, document).Word;

        // A metric is not edited where it is measured.
        bool IsMeasuredSince(Document document) => document.Kind == MetricKind.Kind && MeasurementKind.Last(view, document)?.Revision > since;

        // What fails with another stands on it: a risk on its controls, a finding on what corrects it. Of measurements, which may be very many, the last one says it.
        bool StandsOnChanged(Document document) =>
            view.Snapshot.Model.EdgesFrom(document.Kind).Any(e => e.Loss == Along.Against && view.Snapshot.Targets(document, e).Exists(d => d.Revision > since))
            || view.Snapshot.Model.EdgesTo(document.Kind).Any(e => e.Loss == Along.With && e != ManagementEdges.MeasurementOf && view.Snapshot.Sources(document, e).Exists(d => d.Revision > since));

        bool HasChanged(Document document, string? word, Func<View, Document, string?> read) =>
            document.Revision > since || document.LinkedIn > since || IsMeasuredSince(document) || StandsOnChanged(document) || read(then!, document) != word;

        IEnumerable<Document> All(Kind kind) => view.Snapshot.Documents(kind);

        bool ComesFromReview(Document action) =>
            view.Snapshot.Targets(action, ManagementEdges.ArisesFrom).Exists(d => d.Kind == ManagementReviewKind.Kind || d.Kind == ReviewDecisionKind.Kind);

        AgendaInput Input(string id, string title, AgendaSource source, IEnumerable<Document> documents, Func<View, Document, string?>? read = null) => new(id, title, source,
        [
            .. documents.Select(d => (Document: d, Word: (read ?? Standing)(view, d))).Select(d => new AgendaRow(
                d.Document, d.Word, last is not null && d.Document.CreatedIn > since, last is not null && d.Document.CreatedIn <= since && HasChanged(d.Document, d.Word, read ?? Standing))),
        ]);
    }
}
