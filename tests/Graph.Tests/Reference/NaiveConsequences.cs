namespace Graph.Tests.Reference;

/// <summary>
/// The cells that differ after something happened: what is lost is retired, rejected, withdrawn, unsigned or deleted.
/// </summary>
internal static class NaiveConsequences
{
    public static NaiveView After(NaiveView view, string key, string happening)
    {
        if (happening == "CHANGE")
        {
            return view with { MeaningChanged = key };
        }

        NaiveDocument lost = view.Graph.Documents.Single(document => document.Key == key);
        return lost.Kind switch
        {
            "Control" when lost.Date("retiredOn") <= view.On => view,
            // What has ended counts no more: its loss would make a draft of it, which counts for more than nothing.
            "Statement" or "CorrectiveAction" or "Assessment" when NaiveApproval.IsWithdrawn(lost, view.On) => view,
            "Control" => Replace(view, lost, [], [("retiredOn", view.On)]),
            "Evidence" => Replace(
                view,
                lost,
                ["approvedOn", "approvedBy"],
                [("status", "REJECTED"), ("rejectedOn", view.On), ("rejectedBy", "Mira")]),
            "Statement" or "CorrectiveAction" => Replace(view, lost, ["approvedOn", "approvedBy"], [("status", "DRAFT")]),
            "Assessment" => Replace(view, lost, ["signedOn", "signedBy"], [("status", "DRAFT")]),
            _ => Delete(view, key),
        };
    }

    /// <summary>The cells of which verdict, state or credit differ; a cell that one side lacks differs too.</summary>
    public static IReadOnlyList<NaiveConsequence> Compare(NaiveView before, NaiveView after)
    {
        IReadOnlyList<NaiveCell> old = NaiveReference.Cells(before);
        IReadOnlyList<NaiveCell> changed = NaiveReference.Cells(after);
        List<NaiveConsequence> found = [];
        foreach (NaiveCell cell in old)
        {
            NaiveCell? now = changed.FirstOrDefault(other => IsSame(cell, other));
            if (cell.Verdict != now?.Verdict || cell.State != now?.State || cell.Credit != now?.Credit)
            {
                found.Add(Consequence(cell, now));
            }
        }

        found.AddRange(changed.Where(cell => !old.Any(other => IsSame(cell, other)))
            .Select(cell => Consequence(null, cell)));
        return found;
    }

    private static bool IsSame(NaiveCell one, NaiveCell other) =>
        one.Requirement == other.Requirement && one.Subject == other.Subject;

    private static NaiveConsequence Consequence(NaiveCell? old, NaiveCell? now)
    {
        NaiveCell cell = (old ?? now)!;
        return new NaiveConsequence(
            cell.Requirement,
            cell.Subject,
            old?.Verdict,
            old?.State,
            old?.Credit,
            now?.Verdict,
            now?.State,
            now?.Credit);
    }

    private static NaiveView Replace(
        NaiveView view, NaiveDocument document, string[] cleared, (string Field, object Value)[] put)
    {
        Dictionary<string, object?> fields = new(document.Fields);
        foreach (string field in cleared)
        {
            fields.Remove(field);
        }

        foreach ((string field, object value) in put)
        {
            fields[field] = value;
        }

        NaiveDocument changed = document with { Fields = fields };
        return view with
        {
            Graph = view.Graph with
            {
                Documents = [.. view.Graph.Documents.Select(other => other.Key == document.Key ? changed : other)],
            },
        };
    }

    private static NaiveView Delete(NaiveView view, string key) => view with
    {
        Graph = new NaiveGraph(
            [.. view.Graph.Documents.Where(document => document.Key != key)],
            [.. view.Graph.Edges.Where(edge => edge.From != key && edge.To != key)]),
    };
}
