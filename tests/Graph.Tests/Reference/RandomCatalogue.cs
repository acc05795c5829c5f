namespace Graph.Tests.Reference;

/// <summary>The random catalogue: facts, legacy rules, frameworks with their requirements, mappings.</summary>
internal sealed class RandomCatalogue(RandomDice dice, NaiveGraphBuilder graph)
{
    public static readonly IReadOnlyList<string> Roles = ["PROVIDER", "DEPLOYER", "IMPORTER"];
    public static readonly IReadOnlyList<string> Classes = ["HIGH_RISK", "EXEMPT_6_3", "TRANSPARENCY", "GPAI_MODEL"];
    public static readonly IReadOnlyList<string> Routes = ["ANNEX_III", "ANNEX_I_A", "ANNEX_I_B"];
    public static readonly IReadOnlyList<string> Points = ["1", "1(a)", "5", "5(b)"];
    public static readonly IReadOnlyList<string> Facts = ["talks", "decides", "designUnchanged", "profilesPersons"];

    public static readonly IReadOnlyList<string> EvidenceTypes = ["TEST_REPORT", "POLICY", "LOG_RECORD", "CERTIFICATE"];
    public static readonly IReadOnlyList<string> Aspects = ["MODEL", "DESIGN", "PURPOSE", "SUPPLIER"];
    public static readonly IReadOnlyList<string> AssessmentKinds =
        ["AIIA", "DPIA", "FRIA", "CLASSIFICATION", "VENDOR_DUE_DILIGENCE"];

    private readonly List<string> frameworks = [];
    private readonly Dictionary<string, List<string>> requirements = [];

    public List<string> Voluntary { get; } = [];

    public List<string> Requirements { get; } = [];

    public void Add()
    {
        foreach (string fact in Facts)
        {
            graph.Document("Fact", "fact:" + fact, ("title", fact));
        }

        for (int index = 1; index <= dice.Count(0, 2); index++)
        {
            AddLegacyRule("legacy:L" + index);
        }

        (string Key, string Kind)[] all = [("law", "REGULATION"), ("std", "STANDARD"), ("guide", "GUIDANCE")];
        foreach ((string key, string kind) in dice.Some(all, 1, dice.Chance(70) ? 3 : 2))
        {
            AddFramework(key, kind);
        }

        AddMappings();
    }

    private void AddLegacyRule(string key)
    {
        DateOnly? placedBefore = dice.DayIf("legacy by day");
        graph.Document(
            "LegacyRule",
            key,
            ("title", key),
            ("onlyIf", dice.Chance(60) && dice.Often("legacy only if") ? Items(1, 2) : null),
            ("placedBefore", placedBefore?.ToString("yyyy-MM-dd") ?? "EFFECTIVE"),
            ("endsOn", dice.DayFromIf("legacy ends", placedBefore)),
            ("endsOnWhen", dice.Often("legacy ends when") ? Item() : null),
            ("endedByChange", dice.Chance(50) ? true : null));
    }

    private void AddFramework(string key, string kind)
    {
        bool voluntary = kind != "REGULATION" && !dice.Chance(15);
        graph.Document(
            "Framework",
            key,
            ("title", key),
            ("kind", kind),
            ("voluntary", voluntary ? true : dice.Chance(50) ? false : null));
        frameworks.Add(key);
        requirements[key] = [];
        if (voluntary)
        {
            Voluntary.Add(key);
        }

        List<(string Key, string Ref, int Depth)> parents = [(key, "", 0)];
        Dictionary<string, int> used = [];
        int headings = dice.Often("headings") ? dice.Count(1, 4) : 0;
        int rows = dice.Count(2, 4);
        int start = dice.Pick([0, 0, 8]);
        for (int index = 0; index < headings + rows; index++)
        {
            (string Key, string Ref, int Depth) parent = dice.Pick(parents);
            int number = used.GetValueOrDefault(parent.Key, start) + 1;
            used[parent.Key] = number;
            string reference = parent.Ref.Length == 0 ? $"{number}" : $"{parent.Ref}.{number}";
            string child = $"{key}:{reference}";
            bool heading = index < headings;
            AddRequirement(child, reference, heading, kind);
            graph.Edge(child, "PART_OF", parent.Key);
            requirements[key].Add(child);
            Requirements.Add(child);
            if (parent.Depth < 3 && (heading || dice.Often("rows below rows")))
            {
                parents.Add((child, reference, parent.Depth + 1));
            }
        }
    }

    private void AddRequirement(string key, string reference, bool heading, string frameworkKind)
    {
        if (heading)
        {
            graph.Document(
                "Requirement",
                key,
                ("ref", reference),
                ("title", key),
                ("assessable", false),
                ("whyNotAssessable", "HEADING"));
            return;
        }

        bool law = frameworkKind == "REGULATION";
        bool conditional = dice.Chance(50);
        List<(string, object?)> fields =
        [
            ("ref", reference),
            ("title", key),
            ("assessable", true),
            ("scope", dice.Often("organisation rows") ? "ORGANISATION" : dice.Chance(50) ? "SYSTEM" : null),
            ("excludable", law ? null : dice.Often("excludable rows")),
            ("needsControl", dice.Often("rows that need a control")),
            ("proof", dice.Often("rows that need a type of proof") ? ProofTypes() : dice.Chance(20) ? [] : null),
            ("roles", Restriction("roles of rows", Roles, conditional)),
            ("classes", Restriction("classes of rows", Classes, conditional)),
            ("annexIIIIn", conditional && dice.Often("points in") ? dice.Some(Points, 1, 2) : null),
            ("annexIIIOut", conditional && dice.Often("points out") ? dice.Some(Points, 1, 2) : null),
            ("facts", conditional && dice.Often("facts of rows") ? Items(1, 2) : null),
            ("repealedOn", dice.Chance(20) ? dice.DayIf("repealed rows") : null),
            .. law || conditional ? Dates() : [],
        ];
        graph.Document("Requirement", key, [.. fields]);
        List<string> rules = [.. graph.Documents.Where(d => d.Kind == "LegacyRule").Select(d => d.Key)];
        if (law && rules.Count > 0 && dice.Often("legacy of rows"))
        {
            foreach (string rule in dice.Some(rules, 1, 2))
            {
                graph.Edge(key, "SHIELDED_BY", rule);
            }
        }
    }

    /// <summary>Routes and dates; a row that has dates by route has one for a route that it allows.</summary>
    private List<(string, object?)> Dates()
    {
        bool routed = dice.Chance(50);
        string[]? routes = routed && dice.Often("routes of rows") ? dice.Some(Routes, 1, 2) : null;
        DateOnly? annexIII = routed ? dice.DayIf("dates for Annex III") : null;
        DateOnly? annexI = routed ? dice.DayIf("dates for Annex I") : null;
        bool dated = routes is null
            || (annexIII is not null && routes.Contains("ANNEX_III"))
            || (annexI is not null && routes.Any(route => route != "ANNEX_III"));
        return
        [
            ("routes", routes),
            ("effectiveAnnexIII", dated ? annexIII : null),
            ("effectiveAnnexI", dated ? annexI : null),
            ("effectiveOther", dice.DayIf("dates whatever the route")),
            ("formalDate", dice.DayIf("formal dates")),
            ("dateStatus", dice.Often("unresolved dates") ? "UNRESOLVED" : dice.Chance(50) ? "SETTLED" : null),
        ];
    }

    private string[]? Restriction(string feature, IReadOnlyList<string> words, bool conditional)
    {
        if (!conditional || !dice.Often(feature))
        {
            return dice.Chance(70) ? null : dice.Chance(50) ? [] : ["ANY"];
        }

        return dice.Some(words, 1, 2);
    }

    private string[] ProofTypes() => dice.Some([.. EvidenceTypes, .. AssessmentKinds], 1, 4);

    private string[] Items(int least, int most)
    {
        List<string> items = [];
        for (int count = dice.Between(least, most); count > 0; count--)
        {
            items.Add(Item());
        }

        return [.. items.Distinct()];
    }

    private string Item() => dice.Chance(30) ? Term() + "/" + Term() : Term();

    private string Term()
    {
        string term = dice.Between(0, 7) switch
        {
            0 => "class:" + dice.Pick(Classes),
            1 => "role:" + dice.Pick(Roles),
            2 => "route:" + dice.Pick(Routes),
            3 => "annexIII:" + dice.Pick(Points),
            _ => dice.Pick(Facts),
        };
        return dice.Chance(30) ? "!" + term : term;
    }

    private void AddMappings()
    {
        List<string> sets = [];
        for (int index = 1; index <= dice.Between(1, 3); index++)
        {
            sets.Add("set:s" + index);
            graph.Document(
                "MappingSet",
                "set:s" + index,
                ("title", "set " + index),
                ("disputed", dice.Chance(40) && dice.Often("disputed sets")));
        }

        int count = dice.Often("no mappings") ? 0 : dice.Between(3, 9);
        for (int index = 1; index <= count; index++)
        {
            string source = dice.Pick(frameworks);
            List<string> others = [.. frameworks.Where(other => other != source)];
            string target = others.Count == 0 || dice.Chance(15) ? source : dice.Pick(others);
            AddMapping(
                "mapping:m" + index,
                sets,
                dice.Some(requirements[source], 1, dice.Often("several sources") ? 3 : 1),
                dice.Some(requirements[target], 1, dice.Often("several targets") ? 2 : 1));
        }

        if (dice.Chance(40))
        {
            AddChain(sets);
        }
    }

    /// <summary>Up to four mappings in a row, mostly strong: as far as credit passes, and one farther.</summary>
    private void AddChain(List<string> sets)
    {
        string[] steps = dice.Some(Requirements, 3, 5);
        for (int hop = 1; hop < steps.Length; hop++)
        {
            string key = "mapping:h" + hop;
            if (dice.Chance(10))
            {
                AddMapping(key, sets, [steps[hop - 1]], [steps[hop]]);
                continue;
            }

            graph.Document("Mapping", key, ("relation", dice.Pick(["EQUAL", "SUPERSET"])))
                .Edge(key, "IN_SET", sets[0])
                .Edge(key, "FROM", steps[hop - 1])
                .Edge(key, "TO", steps[hop]);
        }
    }

    private void AddMapping(string key, List<string> sets, string[] sources, string[] targets)
    {
        string relation = dice.Often("weak relations")
            ? dice.Pick(["SUBSET", "INTERSECTS", "NONE"])
            : dice.Pick(["EQUAL", "SUPERSET", "EQUAL", "SUBSET"]);
        string? strong = dice.Chance(50) ? "SUBSTANTIAL" : null;
        graph.Document(
            "Mapping",
            key,
            ("relation", relation),
            ("strength", dice.Often("weak strengths") ? dice.Pick(["PARTIAL", "ADJACENT", "NONE"]) : strong),
            ("direction", dice.Often("forward mappings") ? "FORWARD" : dice.Chance(50) ? "BOTH" : null));
        graph.Edge(key, "IN_SET", dice.Pick(sets));
        foreach (string source in relation == "NONE" && dice.Chance(30) ? [dice.Pick(frameworks)] : sources)
        {
            graph.Edge(key, "FROM", source);
        }

        foreach (string target in relation == "NONE" && dice.Chance(30) ? [dice.Pick(frameworks)] : targets)
        {
            graph.Edge(key, "TO", target);
        }
    }
}
