using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>How risks are judged, as versioned data.</summary>
public static class RiskMethodKind
{
    /// <summary>What is accepted.</summary>
    public static readonly Field AcceptedUpTo = Field.Word("acceptedUpTo", ManagementWords.RiskLevel, "The highest level that is borne without anybody's acceptance.", required: true, meaning: true);

    /// <summary>How it is approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve, effectiveFrom: m => m.Date(EffectiveFrom!)) with { Lacks = Lacks };

    private static readonly Field Title = Field.Text("title", "The method, in one line.", required: true, lengthMax: 300);
    private static readonly Field EffectiveFrom = Field.Date("effectiveFrom", "The day from which it counts; absent = from its approval.");
    private static readonly Field RetiredOn = Field.Date("retiredOn", "The day from which it is no longer used.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "RiskMethod", "riskMethods", "risk-method", KindGroup.ManagementSystem,
        "How risks are judged: scales, matrix and what is accepted (ISO/IEC 42001 6.1.1, 6.1.2). A new version is a document of its own, so that what was judged by the old one stays readable.", Title,
        [Title, Field.Text("version", "Its version.", lengthMax: 50), Field.Text("description", "How likelihood and impact are found.", meaning: true), AcceptedUpTo, EffectiveFrom, RetiredOn, .. Approval.Fields])
    {
        Approval = Approval,
        DateOrders = [new(EffectiveFrom, RetiredOn)],
        Standing = new("validity", ManagementWords.Validity, "Whether it counts on the view's day.", Judge),
    };

    /// <summary>The method that counts on the view's day: of several the one that counts from the latest day on, of those the one that was approved last; null where there is none.</summary>
    public static Document? InForce(View view) => view.Once(
        Kind, v => v.Snapshot.Documents(Kind).Where(m => Judge(v, m).Word == "IN_FORCE").MaxBy(m => (m.Date(EffectiveFrom) ?? m.Date(Approval.DoneOn), m.Date(Approval.DoneOn), m.Revision, m.Key)));

    /// <summary>The level that the method in force gives to a likelihood and an impact; null where there is none, or its matrix has no such cell.</summary>
    public static string? Level(View view, int? likelihood, int? impact) =>
        likelihood is { } row && impact is { } column ? view.Once(typeof(RiskMatrixCellKind), Matrix).GetValueOrDefault((row, column)) : null;

    // Read once, for every risk is looked up in it, and more than once.
    private static Dictionary<(int, int), string?> Matrix(View view)
    {
        var matrix = new Dictionary<(int, int), string?>();
        foreach (var cell in InForce(view) is { } method ? view.Snapshot.Sources(method, ManagementEdges.MatrixCellOf) : [])
        {
            matrix.TryAdd(PlaceOf(cell), cell.Text(RiskMatrixCellKind.Level));
        }

        return matrix;
    }

    // Without scales and a matrix nothing can be judged by it (ISO/IEC 42001 6.1.2).
    private static IEnumerable<string> Lacks(ChangedDocument changed)
    {
        var scales = changed.Sources(changed.After, ManagementEdges.ScaleStepOf).Select(s => s.Text(RiskScaleStepKind.Scale)).ToHashSet();
        foreach (var (scale, _) in ManagementWords.RiskScale.Words.Where(w => !scales.Contains(w.Word)))
        {
            yield return $"'{changed.After.Key}' to have a step of the scale {scale}, found none";
        }

        var cells = changed.Sources(changed.After, ManagementEdges.MatrixCellOf);
        if (cells.Count == 0)
        {
            yield return $"'{changed.After.Key}' to have a cell of the matrix, found none";
        }

        foreach (var twice in cells.GroupBy(PlaceOf).Where(g => g.Count() > 1).OrderBy(g => g.Key))
        {
            yield return $"'{changed.After.Key}' to give likelihood {twice.Key.Likelihood} and impact {twice.Key.Impact} one level, found {string.Join(", ", twice.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Text(RiskMatrixCellKind.Level)} ('{c.Key}')"))}";
        }
    }

    private static (int Likelihood, int Impact) PlaceOf(Document cell) => (cell.Integer(RiskMatrixCellKind.Likelihood)!.Value, cell.Integer(RiskMatrixCellKind.Impact)!.Value);

    private static Standing Judge(View view, Document method) => Validities.Judge(Approval, view, method, method.Date(RetiredOn));
}

/// <summary>A step of a scale of a risk method; a part of it.</summary>
public static class RiskScaleStepKind
{
    /// <summary>The side of the matrix.</summary>
    public static readonly Field Scale = Field.Word("scale", ManagementWords.RiskScale, "The side of the matrix.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("title", "The name of the step, such as rare.", required: true, lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "RiskScaleStep", "riskScaleSteps", "risk-step", KindGroup.ManagementSystem,
        "A step of a scale of a risk method, with what it means.", Title,
        [
            Title,
            Scale,
            Field.Integer("value", "The value, from 1 to 5.", 1, 5, meaning: true, required: true),
            Field.Text("chosenWhen", "When this step is chosen.", meaning: true),
        ]);
}

/// <summary>A cell of the matrix of a risk method; a part of it.</summary>
public static class RiskMatrixCellKind
{
    /// <summary>The likelihood.</summary>
    public static readonly Field Likelihood = Field.Integer("likelihood", "The likelihood, from 1 to 5.", 1, 5, meaning: true, required: true);

    /// <summary>The impact.</summary>
    public static readonly Field Impact = Field.Integer("impact", "The impact, from 1 to 5.", 1, 5, meaning: true, required: true);

    /// <summary>The level.</summary>
    public static readonly Field Level = Field.Word("level", ManagementWords.RiskLevel, "The level of risk.", required: true, meaning: true);

    private static readonly Field Title = Field.Text("note", "What is to be known about the cell.", lengthMax: 300);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "RiskMatrixCell", "riskMatrixCells", "risk-cell", KindGroup.ManagementSystem,
        "A cell of the matrix of a risk method: the level of a likelihood and an impact.", Title, [Likelihood, Impact, Level, Title]);
}

/// <summary>That somebody with authority bears a risk; a part of the risk.</summary>
public static class RiskAcceptanceKind
{
    /// <summary>How it is approved.</summary>
    public static readonly ApprovalRule Approval = ApprovalRule.Declare(ApprovalVerb.Approve);

    private static readonly Field Level = Field.Word("level", ManagementWords.RiskLevel, "The highest level that is accepted.", required: true, meaning: true);
    private static readonly Field Title = Field.Text("rationale", "Why it is borne.", required: true, meaning: true, lengthMax: 2_000);
    private static readonly Field Until = Field.Date("until", "The last day on which it is borne; absent = it does not end.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "RiskAcceptance", "riskAcceptances", "acceptance", KindGroup.ManagementSystem,
        "That somebody with authority bears what remains of a risk (ISO/IEC 42001 6.1.3).", Title, [Title, Level, Until, .. Approval.Fields])
    {
        Approval = Approval,
        Due = [new("REVIEW", "The last day on which the risk is borne.", (v, d) => Approval.IsDoneOn(d, v.On) ? d.Date(Until) : null)],
    };

    /// <summary>Whether somebody with authority bears a risk on the view's day, up to whatever level.</summary>
    public static bool IsAccepted(View view, Document risk) => InForce(view, risk).Any();

    /// <summary>The acceptances of a risk that nobody with authority has approved on the view's day.</summary>
    public static IEnumerable<Document> Undecided(View view, Document risk) => view.Snapshot.Sources(risk, ManagementEdges.AcceptanceOf).Where(a => !Approval.IsDoneOn(a, view.On));

    /// <summary>Whether a level of a risk is accepted on the view's day.</summary>
    public static bool Accepts(View view, Document risk, string level) =>
        InForce(view, risk).Any(a => ManagementWords.RiskLevel.IndexOf(a.Text(Level)!) >= ManagementWords.RiskLevel.IndexOf(level));

    private static IEnumerable<Document> InForce(View view, Document risk) =>
        view.Snapshot.Sources(risk, ManagementEdges.AcceptanceOf).Where(a => Approval.IsDoneOn(a, view.On) && !(a.Date(Until) < view.On));
}
