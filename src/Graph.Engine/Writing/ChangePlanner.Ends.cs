using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Validation;

namespace Graph.Engine.Writing;

/// <content>What must hold at the end of a change.</content>
internal sealed partial class ChangePlanner
{
    private const string FactKeyStart = "fact:";

    private void CheckEnds()
    {
        foreach (var (key, path) in putPaths)
        {
            if (builder.Find(key) is { } document)
            {
                CheckNames(document.Kind, f => document[f], path);
                CheckCounts(document, path, created.Contains(document.Ordinal));
                CheckRules(document, path);
                CheckWhole(document, path);
            }
        }

        foreach (var (document, what, path) in held.Values)
        {
            if (what is not null && document.Kind.Holds!.Expected(what, builder.Find(document.Ordinal) is { } now ? Changed(document, now) : null) is { } expected)
            {
                Refuse(ViolationCode.Validation, path, $"expected {expected}");
            }
        }

        CheckDeletedFacts();
        foreach (var (ordinal, path) in edgePaths)
        {
            if (builder.Find(ordinal) is { } document && !putPaths.ContainsKey(document.Key))
            {
                CheckCounts(document, path, isNew: true);
                CheckWhole(document, path);
            }
        }

        foreach (var (from, kind, to, path) in linked)
        {
            if (builder.Find(from.Ordinal) is { } start && builder.Find(to.Ordinal) is { } end && kind.Rule?.Invoke(start, end) is { } expected)
            {
                Refuse(ViolationCode.Validation, path + ".to", $"expected {expected}, found {end.Kind.Name} '{end.Key}'");
            }

            if (kind.Acyclic)
            {
                CheckCircle(from, kind, path);
            }
        }
    }

    private void CheckNames(Kind kind, Func<Field, object?> value, string path)
    {
        foreach (var (place, name) in FactsUsedBy(kind, value).Where(f => !IsDeclared(f.Name) && !refusedKeys.ContainsKey(FactKeyStart + f.Name)))
        {
            Refuse(ViolationCode.Validation, $"{path}.{place}", $"expected the name of a declared fact, found '{name}'");
        }
    }

    private void CheckDeletedFacts()
    {
        if (deletedFacts.Count == 0)
        {
            return;
        }

        var users = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var user in builder.Model.Kinds.Where(k => k.Fields.Any(UsesFacts)).SelectMany(builder.Documents).Where(d => !putPaths.ContainsKey(d.Key)))
        {
            foreach (var (_, name) in FactsUsedBy(user.Kind, f => user[f]))
            {
                users.TryAdd(name, user.Key);
            }
        }

        foreach (var (name, path) in deletedFacts)
        {
            if (users.TryGetValue(name, out var user))
            {
                Refuse(ViolationCode.Validation, path, $"expected a fact that nothing uses; '{user}' uses '{name}'");
            }
        }
    }

    private static bool UsesFacts(Field field) => field.NamesDeclaredBy is not null || field.Conditions;

    // The facts that a document names, each with its place in the document.
    private static IEnumerable<(string Place, string Name)> FactsUsedBy(Kind kind, Func<Field, object?> value)
    {
        foreach (var field in kind.Fields.Where(UsesFacts))
        {
            switch (value(field))
            {
                case IReadOnlyDictionary<string, bool> flags:
                    foreach (var name in flags.Keys)
                    {
                        yield return ($"{field.Name}.{name}", name);
                    }

                    break;
                case string[] items:
                    for (var i = 0; i < items.Length; i++)
                    {
                        foreach (var name in FactsIn(items[i]))
                        {
                            yield return ($"{field.Name}[{i}]", name);
                        }
                    }

                    break;
                case string item:
                    foreach (var name in FactsIn(item))
                    {
                        yield return (field.Name, name);
                    }

                    break;
            }
        }
    }

    private static IEnumerable<string> FactsIn(string condition)
    {
        Conditions.TryParse(condition, out var terms);
        return terms.Where(t => t.Subject == TermSubject.Fact).Select(t => t.Value);
    }

    // A fact's key follows from its name, so that a name is declared once.
    private bool IsDeclared(string name) => builder.Find(FactKeyStart + name) is not null;

    private static string NameOf(Document fact) =>
        fact.Key.StartsWith(FactKeyStart, StringComparison.Ordinal) ? fact.Key[FactKeyStart.Length..] : fact.Key;

    private void CheckCounts(Document document, string path, bool isNew)
    {
        foreach (var kind in builder.Model.EdgesFrom(document.Kind).Where(e => e.CountMin > 0 || e.CountMax < int.MaxValue))
        {
            // A link that was refused would be missed here once more.
            if ((!isNew && !edgePaths.ContainsKey(document.Ordinal)) || refusedLinks.Contains((document.Key, kind)))
            {
                continue;
            }

            var count = builder.Targets(document, kind).Count;
            if (count < kind.CountMin || count > kind.CountMax)
            {
                var expected = kind.CountMin == kind.CountMax ? $"exactly {kind.CountMin}" : count < kind.CountMin ? $"at least {kind.CountMin}" : $"at most {kind.CountMax}";
                Refuse(ViolationCode.Validation, $"{path}.{kind.CamelName}", $"expected {expected} {kind.Name} from '{document.Key}', found {count}");
            }
        }
    }

    private void CheckRules(Document document, string path)
    {
        foreach (var kind in builder.Model.EdgesFrom(document.Kind).Where(e => e.Rule is not null))
        {
            foreach (var end in builder.Targets(document, kind))
            {
                if (!linkedEdges.Contains((document.Ordinal, kind, end.Ordinal))
                    && kind.Rule!(document, end) is { } expected)
                {
                    Refuse(ViolationCode.Validation, $"{path}.{kind.CamelName}", $"expected {expected}, found {end.Kind.Name} '{end.Key}'");
                }
            }
        }

        // What others link to it for must stay true of it; one of them is named, for there may be very many.
        foreach (var kind in builder.Model.EdgesTo(document.Kind).Where(e => e.Rule is not null && !created.Contains(document.Ordinal)))
        {
            if (builder.Sources(document, kind).FirstOrDefault(s => !linkedEdges.Contains((s.Ordinal, kind, document.Ordinal)) && kind.Rule!(s, document) is not null) is { } source)
            {
                Refuse(ViolationCode.Validation, path, $"expected {kind.Rule!(source, document)} as long as '{source.Key}' has {kind.Name} to '{document.Key}'");
            }
        }
    }

    private void CheckWhole(Document document, string path)
    {
        if (document.Kind.Rules.Count == 0)
        {
            return;
        }

        // A document of which only an edge was written is what it was.
        var changed = Changed(befores.GetValueOrDefault(document.Key) ?? (created.Contains(document.Ordinal) ? null : document), document);
        foreach (var rule in document.Kind.Rules)
        {
            if (rule.Expected(changed) is { } expected)
            {
                Refuse(ViolationCode.Validation, $"{path}.{rule.Field.Name}", $"expected {expected}");
            }
        }
    }

    private void CheckCircle(Document start, EdgeKind kind, string path)
    {
        var above = Levels(start, d => builder.Targets(d, kind), out var isCircle);
        if (isCircle)
        {
            Refuse(ViolationCode.Validation, path, $"expected no circle of {kind.Name}; it leads from '{start.Key}' back to itself");
            return;
        }

        // What stands below a new document was linked by this change as well, and is counted from there.
        var below = created.Contains(start.Ordinal) ? 0 : Levels(start, d => builder.Sources(d, kind), out _);
        if (above + below > options.HeadingDepthMax)
        {
            Refuse(
                ViolationCode.LimitExceeded, path,
                $"expected at most {options.HeadingDepthMax} levels of {kind.Name}, found more through '{start.Key}'");
        }
    }

    // The number of steps that one can go; stops at a circle, and one beyond the limit.
    private int Levels(Document start, Func<Document, IEnumerable<Document>> next, out bool isCircle)
    {
        isCircle = false;
        var seen = new HashSet<int> { start.Ordinal };
        var frontier = new List<Document> { start };
        for (var count = 0; ; count++)
        {
            var further = new List<Document>();
            foreach (var document in frontier.SelectMany(next))
            {
                isCircle |= document.Ordinal == start.Ordinal;
                if (seen.Add(document.Ordinal))
                {
                    further.Add(document);
                }
            }

            if (isCircle || further.Count == 0 || count > options.HeadingDepthMax)
            {
                return count;
            }

            frontier = further;
        }
    }
}
