using System.Globalization;

namespace Graph.Tests.Reference;

/// <summary>What ends, what falls due and what a sample is drawn from, as plain loops over documents and days.</summary>
internal static class NaiveTime
{
    /// <summary>The proof whose last day, on which it counts, is the view's or at most so many days later, by that day and key.</summary>
    public static IReadOnlyList<(DateOnly Last, string Key)> Ending(NaiveView view, int days) =>
    [
        .. view.Graph.Documents.Where(d => LastDay(d) is { } last && last >= view.On && last.DayNumber - view.On.DayNumber <= days && Counts(d, last) && !IsRenewed(d, view))
            .Select(d => (LastDay(d)!.Value, d.Key)).OrderBy(d => d.Value).ThenBy(d => d.Key, StringComparer.Ordinal),
    ];

    /// <summary>The cells that are worse where a piece of proof ended the day before the view's.</summary>
    public static IReadOnlyList<NaiveConsequence> Falling(NaiveView view, string key)
    {
        NaiveDocument proof = view.Graph.Documents.Single(document => document.Key == key);
        if (!Counts(proof, view.On))
        {
            return [];
        }

        Dictionary<string, object?> fields = new(proof.Fields);
        NaiveDocument over = proof with { Fields = fields };
        if (proof.Kind == "Evidence")
        {
            fields["expiresOn"] = view.On.AddDays(-1);
        }

        while (LastDay(over) >= view.On)
        {
            fields["signedOn"] = over.Date("signedOn")!.Value.AddDays(-1);
        }

        NaiveGraph graph = view.Graph with { Documents = [.. view.Graph.Documents.Select(d => d.Key == key ? over : d)] };
        return [.. NaiveConsequences.Compare(view, view with { Graph = graph }).Where(IsWorse)];
    }

    /// <summary>The items of a calendar, one a line, in its order. Every day in the graph is looked at, and the days around it.</summary>
    public static IReadOnlyList<string> Calendar(NaiveView view, DateOnly from, DateOnly to, IReadOnlyList<string>? systems)
    {
        NaiveWorld world = new(view);
        List<(DateOnly On, int What, string Key, string? System, string Line)> items = [];
        foreach (DateOnly day in DaysOf(view.Graph).Where(day => day >= from && day <= to))
        {
            Law(view, day, systems, items);
        }

        foreach (NaiveDocument document in view.Graph.Documents)
        {
            foreach ((DateOnly? day, string word) in Days(document, world, systems))
            {
                if (day >= from && day <= to)
                {
                    Add(items, day.Value, word, document.Key, document.Kind == "AiSystem" ? document.Key : null, []);
                }
            }
        }

        return [.. items.OrderBy(i => i.On).ThenBy(i => i.What).ThenBy(i => i.Key, StringComparer.Ordinal).ThenBy(i => i.System, StringComparer.Ordinal).Select(i => i.Line)];
    }

    /// <summary>The evidence that some chain of an owed cell uses, by key.</summary>
    public static IReadOnlyList<string> EvidenceUsed(NaiveView view, string? of, IReadOnlyList<string>? systems)
    {
        NaiveWorld world = new(view);
        NaiveChains chains = new(world, new NaiveLinks(world, new NaiveProofs(world)));
        SortedSet<string> used = new(StringComparer.Ordinal);
        foreach (NaiveCell cell in NaiveReference.Cells(view, systems, of).Where(cell => NaiveVerdictWords.IsOwed(cell.Verdict)))
        {
            foreach (NaiveChain chain in chains.Of(world.Find(cell.Requirement)!, cell.Subject is { } subject ? world.Find(subject) : null).Chains)
            {
                used.UnionWith(chain.Key.Split('>').SelectMany(edge => edge.Split('|')).Where(key => world.Find(key)?.Kind == "Evidence"));
            }
        }

        return [.. used];
    }

    public static string Line(DateOnly on, string what, string key, string? system, IEnumerable<string> requirements) =>
        $"{on.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} {what} {key} {system} [{string.Join(' ', requirements)}]";

    private static readonly string[] Words =
        ["APPLICATION", "SHIELD_ENDS", "EXPIRY", "REVIEW", "CONTROL_PLANNED", "CONTROL_RETIRES", "PLACED", "REPEAL"];

    private static void Law(
        NaiveView view, DateOnly day, IReadOnlyList<string>? systems, List<(DateOnly On, int What, string Key, string? System, string Line)> items)
    {
        NaiveWorld now = new(view with { On = day }), before = new(view with { On = day.AddDays(-1) });
        NaiveVerdicts verdicts = new(now), earlier = new(before);
        foreach (NaiveDocument framework in now.All("Framework"))
        {
            foreach (NaiveDocument system in Asked(now))
            {
                List<string> applying = [], shielded = [];
                foreach (NaiveDocument row in now.Rows.Where(row => now.FrameworkOf(row)!.Key == framework.Key))
                {
                    NaiveVerdict verdict = verdicts.Of(row, system);
                    DateOnly? from = verdict.FormalDate > verdict.EffectiveDate ? verdict.FormalDate : verdict.EffectiveDate;
                    if (NaiveVerdictWords.IsOwed(verdict.Word) && from == day)
                    {
                        applying.Add(row.Key);
                    }
                    else if (NaiveVerdictWords.IsOwed(verdict.Word) && before.IsRow(row) && earlier.Of(row, system).Word == NaiveVerdictWords.Legacy)
                    {
                        shielded.Add(row.Key);
                    }
                }

                Add(items, day, "APPLICATION", framework.Key, system.Key, applying);
                Add(items, day, "SHIELD_ENDS", framework.Key, system.Key, shielded);
            }

            List<string> repealed = [];
            foreach (NaiveDocument row in now.All("Requirement").Where(r => r.Date("repealedOn") == day && now.FrameworkOf(r)?.Key == framework.Key)
                .OrderBy(r => r.Key, NaiveOrder.Natural))
            {
                if (!row.IsTrue("assessable")
                    || Asked(before).Any(system => earlier.Of(row, system).Word is not (NaiveVerdictWords.NotApplicable or NaiveVerdictWords.Excluded)))
                {
                    repealed.Add(row.Key);
                }
            }

            Add(items, day, "REPEAL", framework.Key, null, repealed);
        }

        IEnumerable<NaiveDocument> Asked(NaiveWorld world) => world.Subjects.Where(system => systems?.Contains(system.Key) != false);
    }

    private static void Add(
        List<(DateOnly On, int What, string Key, string? System, string Line)> items, DateOnly on, string word, string key, string? system, List<string> requirements)
    {
        if (requirements.Count > 0 || word is not ("APPLICATION" or "SHIELD_ENDS" or "REPEAL"))
        {
            items.Add((on, Array.IndexOf(Words, word), key, system, Line(on, word, key, system, requirements)));
        }
    }

    /// <summary>The days of a document itself that fall due.</summary>
    private static IEnumerable<(DateOnly? Day, string Word)> Days(NaiveDocument document, NaiveWorld world, IReadOnlyList<string>? systems)
    {
        NaiveView view = world.View;
        switch (document.Kind)
        {
            case "Evidence" or "Assessment":
                NaiveProofs proofs = new(world);
                if (LastDay(document) is { } last && Counts(document, last) && !IsRenewed(document, view)
                    && (systems is null || proofs.Belongs(document, null) || systems.Any(s => proofs.Belongs(document, world.Find(s)))))
                {
                    yield return (last, document.Kind == "Evidence" ? "EXPIRY" : "REVIEW");
                }

                break;
            case "Control" when systems is null || systems.Any(s => Applies(world, document, s)):
                DateOnly? retired = document.Date("retiredOn"), implemented = document.Date("implementedOn");
                yield return (retired, "CONTROL_RETIRES");
                DateOnly? planned = implemented ?? document.Date("plannedFor");
                if (!(implemented <= view.On) && !(retired <= view.On) && !(retired <= planned))
                {
                    yield return (planned, "CONTROL_PLANNED");
                }

                break;
            case "AiSystem" when systems?.Contains(document.Key) != false && !document.IsFalse("inScope"):
                DateOnly? placed = document.Date("placedOn");
                yield return (document.Date("retiredOn") <= placed ? null : placed, "PLACED");
                break;
        }
    }

    private static bool Applies(NaiveWorld world, NaiveDocument control, string system)
    {
        List<string> named = [.. world.Targets(control.Key, "APPLIES_TO")];
        return control.Text("scope") == "ORGANISATION" || named.Contains(system)
            || (named.Count == 0 && world.Targets(system, "HAS_RISK").Any(risk => world.Targets(risk, "MITIGATED_BY").Contains(control.Key)));
    }

    private static DateOnly? LastDay(NaiveDocument proof) => proof.Kind switch
    {
        "Evidence" => proof.Date("expiresOn"),
        "Assessment" => NaiveApproval.NextReview(proof),
        _ => null,
    };

    private static bool Counts(NaiveDocument proof, DateOnly day) =>
        !(proof.Date("effectiveFrom") > day) && (proof.Kind == "Evidence" ? NaiveApproval.IsApproved(proof, day) : NaiveApproval.IsSigned(proof, day));

    private static bool IsRenewed(NaiveDocument proof, NaiveView view) =>
        view.RenewalsAssumed && LastDay(proof) >= view.Today && Counts(proof, view.Today);

    private static bool IsWorse(NaiveConsequence change) =>
        State(change.NewState) < State(change.OldState) || State(change.NewCredit) < State(change.OldCredit)
        || Place(change.NewVerdict) < Place(change.OldVerdict);

    private static NaiveState State(string? word) => word is null ? NaiveState.MISSING : Enum.Parse<NaiveState>(word);

    private static int Place(string? verdict) => NaiveVerdictWords.InOrder.ToList().IndexOf(verdict!);

    private static SortedSet<DateOnly> DaysOf(NaiveGraph graph)
    {
        SortedSet<DateOnly> days = [];
        foreach (NaiveDocument document in graph.Documents)
        {
            IEnumerable<DateOnly> own = document.Fields.Values.Select(value => value is string text && DateOnly.TryParseExact(text, "yyyy-MM-dd", out DateOnly named) ? named : value)
                .OfType<DateOnly>().Concat(LastDay(document) is { } last ? [last] : []);
            foreach (DateOnly day in own)
            {
                days.UnionWith([day.AddDays(-1), day, day.AddDays(1)]);
            }
        }

        return days;
    }
}
