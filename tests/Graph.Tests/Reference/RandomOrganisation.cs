namespace Graph.Tests.Reference;

/// <summary>The random organisation: systems and what they use, risks, controls, proofs, links, statements.</summary>
internal sealed class RandomOrganisation(RandomDice dice, NaiveGraphBuilder graph, RandomCatalogue catalogue)
{
    private static readonly string[] Joints = ["g", "h"];

    private readonly List<string> vendors = [];
    private readonly List<string> components = [];
    private readonly List<string> systems = [];
    private readonly List<string> risks = [];
    private readonly List<string> controls = [];
    private readonly List<string> proofs = [];
    private readonly Dictionary<string, int> findings = [];

    public void Add()
    {
        graph.Document("Person", "person:mira", ("name", "Mira"));
        AddEach("vendor:v", 0, 2, AddVendor);
        AddEach("component:p", 0, 2, AddComponent);
        AddEach("ai-system:", 1, 4, AddSystem);
        AddEach("risk:r", 0, 3, AddRisk);
        AddEach("control:c", 1, 6, AddControl);
        AddEach("evidence:e", 1, 7, AddEvidence);
        AddEach("assessment:a", 0, 3, AddAssessment);
        AddEach("statement:soa", 0, 3, AddApplicability);
        AddEach("statement:suf", 0, 3, AddSufficiency);
        AddEach("finding:f", 0, 3, AddFinding);
        AddEach("action:k", 0, 4, AddAction);
        AddEach("change:h", 0, 4, AddChange);
    }

    private void AddEach(string prefix, int least, int most, Action<string> add)
    {
        for (int index = 1, count = dice.Count(least, most); index <= count; index++)
        {
            add(prefix == "ai-system:" ? prefix + (char)('a' + index - 1) : prefix + index);
        }
    }

    private void AddVendor(string key)
    {
        graph.Document("Vendor", key, ("title", key));
        vendors.Add(key);
    }

    private void AddComponent(string key)
    {
        graph.Document("Component", key, ("title", key), ("type", dice.Pick(["MODEL", "DATASET"])));
        components.Add(key);
        LinkSome(key, "SUPPLIED_BY", vendors, 0, 2);
    }

    private void AddSystem(string key)
    {
        string[]? classes = Known("classes", RandomCatalogue.Classes);
        Dictionary<string, bool> facts = [];
        foreach (string fact in RandomCatalogue.Facts)
        {
            if (!dice.Often("unknown facts"))
            {
                // Nothing that profiles persons is exempt.
                facts[fact] = dice.Chance(60) && !(fact == "profilesPersons" && classes?.Contains("EXEMPT_6_3") == true);
            }
        }

        DateOnly? placed = dice.Chance(40) ? RandomDice.Days[0] : dice.Chance(50) ? dice.Day() : null;
        graph.Document(
            "AiSystem",
            key,
            ("title", key),
            ("roles", Known("roles", RandomCatalogue.Roles)),
            ("classes", classes),
            ("annexIIIPoints", Known("points", RandomCatalogue.Points)),
            ("routes", Known("routes", RandomCatalogue.Routes)),
            ("facts", facts.Count == 0 && dice.Chance(50) ? null : facts),
            ("placedOn", placed),
            ("designChangedOn", dice.DayIf("design changes")),
            ("retiredOn", dice.Chance(40) ? dice.DayFromIf("retired systems", placed) : null),
            ("inScope", dice.Chance(20) && dice.Often("systems out of scope") ? false : dice.Chance(30) ? true : null));
        systems.Add(key);
        LinkSome(key, "USES", components, 0, 2);
        foreach (string framework in catalogue.Voluntary.Where(_ => dice.Chance(75)))
        {
            graph.Edge(key, "SUBJECT_TO", framework);
        }
    }

    private void AddRisk(string key)
    {
        graph.Document("Risk", key, ("title", key), ("kind", "THREAT"));
        risks.Add(key);
        foreach (string owner in dice.Some([.. systems, .. components, .. vendors], 0, 2))
        {
            graph.Edge(owner, "HAS_RISK", key);
        }
    }

    private void AddControl(string key)
    {
        DateOnly? implemented = dice.Often("controls not implemented")
            ? null
            : dice.Chance(60) ? RandomDice.Days[dice.Between(0, 3)] : dice.Day();
        DateOnly? degraded = implemented is null ? null : dice.DayFromIf("degraded controls", implemented);
        DateOnly? retired = dice.DayFromIf("retired controls", degraded ?? implemented);
        graph.Document(
            "Control",
            key,
            ("title", key),
            ("scope", dice.Often("organisation controls") ? "ORGANISATION" : dice.Chance(50) ? "SYSTEM" : null),
            ("plannedFor", dice.DayIf("planned controls")),
            ("implementedOn", implemented),
            ("degradedOn", degraded),
            ("retiredOn", retired));
        controls.Add(key);
        LinkSome(key, "APPLIES_TO", systems, 0, dice.Often("controls of some systems") ? 2 : 0);
        foreach (string risk in dice.Some(risks, 0, 2))
        {
            graph.Edge(risk, "MITIGATED_BY", key);
        }

        LinkRequirements(key, "SATISFIES", dice.Count(0, 2), 5);
    }

    private void AddEvidence(string key)
    {
        DateOnly? effective = dice.DayIf("effective days");
        DateOnly? period = dice.DayIf("periods");
        (string Status, string Verb)? decided = dice.Often("undecided proof")
            ? null
            : dice.Chance(20) && dice.Often("rejected proof") ? ("REJECTED", "rejected") : ("APPROVED", "approved");
        graph.Document(
            "Evidence",
            key,
            [
                ("title", key),
                ("type", dice.Pick(RandomCatalogue.EvidenceTypes)),
                ("scope", dice.Often("organisation evidence") ? "ORGANISATION" : dice.Chance(50) ? "SYSTEM" : null),
                ("periodFrom", period),
                ("periodTo", period is null ? null : dice.DayFrom(period)),
                ("effectiveFrom", effective),
                ("expiresOn", dice.DayFromIf("expiry days", effective)),
                ("collectedOn", dice.Often("undated proof") ? null : RandomDice.Days[dice.Between(0, 2)]),
                .. Decision(decided, "DRAFT"),
            ]);
        LinkProof(key, "CONCERNS", [.. systems, .. systems, .. components, .. vendors]);
    }

    private void AddAssessment(string key)
    {
        string kind = dice.Chance(40) ? "CLASSIFICATION" : dice.Pick(RandomCatalogue.AssessmentKinds);
        (string Status, string Verb)? decided = dice.Often("undecided proof")
            ? null
            : dice.Chance(15) && dice.Often("rejected proof") ? ("REJECTED", "rejected") : ("SIGNED", "signed");
        graph.Document(
            "Assessment",
            key,
            [
                ("title", key),
                ("kind", kind),
                ("classes", kind == "CLASSIFICATION" ? dice.Some(RandomCatalogue.Classes, 0, 2) : null),
                ("annexIIIPoints", kind != "CLASSIFICATION" ? null : dice.Chance(60) ? [.. RandomCatalogue.Points] : Known("points", RandomCatalogue.Points)),
                ("routes", kind == "CLASSIFICATION" && dice.Chance(30) ? dice.Some(RandomCatalogue.Routes, 0, 2) : null),
                ("reviewEveryMonths", dice.Often("reviews") ? dice.Pick([3, 6, 12]) : null),
                ("foresees", dice.Often("foreseen changes") ? dice.Some(["change:h1", "change:h2", "change:h3"], 0, 2) : null),
                ("watches", dice.Often("own watches") ? dice.Some(RandomCatalogue.Aspects, 0, 2) : null),
                ("testingBasis", kind == "VENDOR_DUE_DILIGENCE" ? dice.Pick(["CLAIMED", "DOCUMENTED", "VERIFIED"]) : null),
                .. Decision(decided, "SUBMITTED"),
                ("overtakenOn", dice.DayIf("overtaken")),
                ("overtakenBy", "component:p1"),
                ("overtakenAspect", "MODEL"),
            ]);
        LinkProof(key, "ASSESSES", [.. systems, .. systems, .. vendors]);
        LinkSome(key, "IDENTIFIES", risks, 0, 1);
    }

    private void AddApplicability(string key)
    {
        graph.Document(
            "Statement",
            key,
            [
                ("title", key),
                ("kind", "APPLICABILITY"),
                ("applicable", dice.Chance(40)),
                .. Decision(dice.Chance(20) ? null : ("APPROVED", "approved"), "SUBMITTED"),
            ]);
        foreach (string requirement in dice.Some(catalogue.Requirements, 1, 2))
        {
            graph.Edge(key, "STATES", requirement);
        }

        LinkSome(key, "ABOUT", systems, 0, dice.Chance(40) ? 2 : 0);
    }

    /// <summary>A statement about a joint group, with its links as they are, or one too few or too many.</summary>
    private void AddSufficiency(string key)
    {
        string stated = dice.Pick(catalogue.Requirements);
        List<NaiveEdge> links = [.. graph.Edges.Where(edge => edge.Kind is "SATISFIES" or "DEMONSTRATES")];
        List<NaiveEdge> joint = [.. links.Where(link => NaiveLinks.JointOf(link) is not null)];
        if (joint.Count > 0 && dice.Chance(80))
        {
            stated = dice.Pick(joint).To;
        }

        string name = joint.Count > 0 ? NaiveLinks.JointOf(dice.Pick(joint))! : Joints[0];
        List<string> above = [stated];
        while (graph.Edges.FirstOrDefault(edge => edge.From == above[^1] && edge.Kind == "PART_OF") is { } up)
        {
            above.Add(up.To);
        }

        List<string> named = [.. joint.Where(link => NaiveLinks.JointOf(link) == name && above.Contains(link.To))
            .Select(link => link.Key)];
        if (named.Count > 0 && dice.Often("stale statements"))
        {
            named.RemoveAt(dice.Between(0, named.Count - 1));
        }

        if (links.Count > 0 && dice.Chance(30) && dice.Often("stale statements"))
        {
            named.Add(dice.Pick(links).Key);
        }

        if (named.Count == 0)
        {
            return;
        }

        graph.Document(
            "Statement",
            key,
            [
                ("title", key),
                ("kind", "SUFFICIENCY"),
                ("joint", name),
                ("links", named.Distinct().ToArray()),
                .. Decision(dice.Chance(15) ? null : ("APPROVED", "approved"), "DRAFT"),
            ]);
        graph.Edge(key, "STATES", stated);
        LinkSome(key, "ABOUT", systems, 0, dice.Chance(25) ? 1 : 0);
    }

    /// <summary>A finding, most often MAJOR; what it is against decides what it lowers.</summary>
    private void AddFinding(string key)
    {
        findings[key] = dice.Between(0, 2);
        graph.Document(
            "Finding",
            key,
            ("title", key),
            ("grade", dice.Often("lesser findings") ? dice.Pick(["MINOR", "OBSERVATION"]) : "MAJOR"),
            ("foundOn", RandomDice.Days[findings[key]]),
            ("cause", dice.Often("unknown causes") ? null : "found"));
        LinkSome(key, "AGAINST", controls, 0, 2);
        LinkSome(key, "AGAINST", catalogue.Requirements, 0, dice.Chance(60) ? 2 : 0);
        LinkSome(key, "AGAINST", systems, 0, dice.Often("findings of some systems") ? 2 : 0);
    }

    private void AddAction(string key)
    {
        if (findings.Count == 0)
        {
            return;
        }

        // Nothing is corrected before it is found.
        string[] corrected = dice.Some([.. findings.Keys], 1, 2);
        DateOnly? implemented = dice.Often("actions not implemented") ? null : RandomDice.Days[dice.Between(corrected.Max(f => findings[f]), 2)];
        graph.Document(
            "CorrectiveAction",
            key,
            [
                ("title", key),
                ("implementedOn", implemented),
                ("effect", implemented is null || dice.Chance(15) ? null : dice.Often("actions without effect") ? "NOT_EFFECTIVE" : "EFFECTIVE"),
                .. Decision(dice.Often("unjudged actions") ? null : ("APPROVED", "approved"), "SUBMITTED"),
            ]);
        foreach (string finding in corrected)
        {
            graph.Edge(key, "CORRECTS", finding);
        }
    }

    private void AddChange(string key)
    {
        graph.Document(
            "PlannedChange",
            key,
            ("title", key),
            ("aspects", dice.Often("unknown aspects") ? null : dice.Some(RandomCatalogue.Aspects, 0, 2)),
            ("plannedFor", dice.DayIf("planned changes")),
            ("doneOn", dice.Often("changes not done") ? null : RandomDice.Days[dice.Between(0, 2)]),
            ("substantial", dice.Often("unjudged changes") ? null : dice.Chance(60)));
        LinkSome(key, "CHANGES", [.. systems, .. components, .. vendors], 0, 2);
    }

    /// <summary>Unknown (absent), known and empty, or some of the words.</summary>
    private string[]? Known(string feature, IReadOnlyList<string> words) =>
        dice.Often("unknown " + feature) ? null : dice.Often("no " + feature) ? [] : dice.Some(words, 1, 3);

    /// <summary>The status with the day and the name that belong to it.</summary>
    private (string Field, object? Value)[] Decision((string Status, string Verb)? decided, string undecided)
    {
        if (decided is not { } decision)
        {
            return [("status", dice.Chance(50) ? undecided : null)];
        }

        DateOnly on = dice.Often("late decisions") ? dice.Day() : RandomDice.Days[dice.Between(0, 3)];
        (string Field, object? Value)[] fields = [("status", decision.Status), (decision.Verb + "On", on), (decision.Verb + "By", "Mira")];

        // What counted is sometimes withdrawn later, or a newer version takes its place.
        return decision.Status != "REJECTED" && dice.Chance(20) && dice.Often("withdrawn proof")
            ? [("status", dice.Chance(50) ? "WITHDRAWN" : "SUPERSEDED"), .. fields[1..], ("endedOn", dice.DayFrom(on)), ("endedBy", "Noor")]
            : fields;
    }

    private void LinkProof(string proof, string about, IReadOnlyList<string> subjects)
    {
        proofs.Add(proof);
        LinkSome(proof, about, [.. subjects.Distinct()], dice.Chance(75) ? 1 : 0, 2);
        foreach (string control in dice.Some(controls, dice.Count(0, 1), 3))
        {
            graph.Edge(control, "EVIDENCED_BY", proof);
        }

        LinkRequirements(proof, "DEMONSTRATES", 0, 4);
        string prefix = proof[..proof.IndexOf(':', StringComparison.Ordinal)];
        string[] earlier = [.. proofs.Where(one => one != proof && one.StartsWith(prefix, StringComparison.Ordinal))];
        if (earlier.Length > 0 && dice.Often("versions of proof"))
        {
            AddVersion(proof, dice.Some(earlier, 1, dice.Chance(20) ? 2 : 1));
        }
    }

    /// <summary>A version has most of the links of what it takes the place of.</summary>
    private void AddVersion(string proof, IReadOnlyList<string> earlier)
    {
        foreach (string one in earlier)
        {
            graph.Edge(proof, "SUPERSEDES", one);
            foreach (NaiveEdge link in graph.Edges.Where(edge => edge.From == one && edge.Kind == "DEMONSTRATES").ToList())
            {
                if (!dice.Often("dropped links") && !graph.Edges.Any(edge => edge.From == proof && edge.Kind == "DEMONSTRATES" && edge.To == link.To))
                {
                    graph.Edge(proof, "DEMONSTRATES", link.To, ("extent", link.Text("extent")), ("joint", link.Text("joint")));
                }
            }
        }
    }

    private void LinkRequirements(string from, string kind, int least, int most)
    {
        foreach (string requirement in dice.Some(catalogue.Requirements, least, most))
        {
            graph.Edge(
                from,
                kind,
                requirement,
                ("extent", dice.Often("partial links") ? "PARTIAL" : dice.Chance(50) ? "FULL" : null),
                ("joint", dice.Often("joint links") ? dice.Pick(Joints) : null));
        }
    }

    private void LinkSome(string from, string kind, IReadOnlyList<string> targets, int least, int most)
    {
        foreach (string target in dice.Some(targets, least, most))
        {
            graph.Edge(from, kind, target);
        }
    }
}
