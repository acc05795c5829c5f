namespace Graph.Tests.Reference;

/// <summary>A view with its documents and edges at hand; knows who is a subject and which rows have cells.</summary>
internal sealed class NaiveWorld
{
    private readonly Dictionary<string, NaiveDocument> documents = [];
    private readonly Dictionary<string, IReadOnlyList<NaiveDocument>> above = [];
    private readonly ILookup<(string Key, string Kind), NaiveEdge> outgoing;
    private readonly ILookup<(string Key, string Kind), NaiveEdge> incoming;

    public NaiveWorld(NaiveView view)
    {
        View = view;
        foreach (NaiveDocument document in view.Graph.Documents)
        {
            documents[document.Key] = document;
        }

        List<NaiveEdge> edges = [.. view.Graph.Edges.OrderBy(edge => edge.Key, StringComparer.Ordinal)];
        outgoing = edges.ToLookup(edge => (edge.From, edge.Kind));
        incoming = edges.ToLookup(edge => (edge.To, edge.Kind));
        Subjects = [.. All("AiSystem").Where(IsSubject)];
        Rows = [.. All("Requirement").Where(HasCells).OrderBy(RowFramework, StringComparer.Ordinal)
            .ThenBy(row => row.Key, NaiveOrder.Natural)];
    }

    public NaiveView View { get; }

    public DateOnly Day => View.On;

    /// <summary>The systems that have cells, in key order.</summary>
    public IReadOnlyList<NaiveDocument> Subjects { get; }

    /// <summary>The requirement rows that have cells, by framework, then key in natural order.</summary>
    public IReadOnlyList<NaiveDocument> Rows { get; }

    public NaiveDocument? Find(string key) => documents.GetValueOrDefault(key);

    public IReadOnlyList<NaiveDocument> All(string kind) =>
        [.. documents.Values.Where(d => d.Kind == kind).OrderBy(d => d.Key, StringComparer.Ordinal)];

    public IEnumerable<NaiveEdge> From(string key, string kind) => outgoing[(key, kind)];

    public IEnumerable<NaiveEdge> Into(string key, string kind) => incoming[(key, kind)];

    public IEnumerable<string> Targets(string key, string kind) => From(key, kind).Select(edge => edge.To);

    public bool IsRow(NaiveDocument requirement) => Rows.Any(row => row.Key == requirement.Key);

    public static bool IsOfOrganisation(NaiveDocument row) => row.Text("scope") == "ORGANISATION";

    /// <summary>The requirement itself, then every requirement above it, nearest first.</summary>
    public IReadOnlyList<NaiveDocument> SelfAndAbove(NaiveDocument requirement)
    {
        if (above.TryGetValue(requirement.Key, out IReadOnlyList<NaiveDocument>? known))
        {
            return known;
        }

        List<NaiveDocument> found = [];
        NaiveDocument? next = requirement;
        while (next is { Kind: "Requirement" })
        {
            found.Add(next);
            next = Parent(next);
        }

        above[requirement.Key] = found;
        return found;
    }

    public NaiveDocument? FrameworkOf(NaiveDocument requirement) => Parent(SelfAndAbove(requirement)[^1]);

    /// <summary>The rows with cells that are the node itself or lie below it; null = all.</summary>
    public IReadOnlyList<NaiveDocument> RowsAtOrBelow(string? key) =>
        [.. Rows.Where(row => key is null || RowFramework(row) == key || SelfAndAbove(row).Any(r => r.Key == key))];

    private bool IsSubject(NaiveDocument system) =>
        !system.IsFalse("inScope") && !(system.Date("retiredOn") <= Day);

    private bool HasCells(NaiveDocument requirement) =>
        requirement.IsTrue("assessable")
        && !(requirement.Date("repealedOn") <= Day)
        && FrameworkOf(requirement) is not null;

    private string? RowFramework(NaiveDocument row) => FrameworkOf(row)?.Key;

    private NaiveDocument? Parent(NaiveDocument requirement) =>
        Targets(requirement.Key, "PART_OF").Select(Find).FirstOrDefault();
}
