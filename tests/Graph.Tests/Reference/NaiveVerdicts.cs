namespace Graph.Tests.Reference;

/// <summary>Whether a row is owed: by one system, and by the organisation over several.</summary>
internal sealed class NaiveVerdicts
{
    private readonly NaiveWorld world;
    private readonly NaiveConditions conditions;
    private readonly NaiveLegacy legacy;
    private readonly NaiveClaims claims;
    private readonly Dictionary<(string Row, string System), NaiveVerdict> known = [];

    public NaiveVerdicts(NaiveWorld world)
    {
        this.world = world;
        claims = new NaiveClaims(world);
        conditions = new NaiveConditions(world, claims);
        legacy = new NaiveLegacy(world, conditions);
    }

    public NaiveVerdict Of(NaiveDocument row, NaiveDocument system)
    {
        if (!known.TryGetValue((row.Key, system.Key), out NaiveVerdict? verdict))
        {
            verdict = Exclude(row, system, WithoutStatements(row, system));
            known[(row.Key, system.Key)] = verdict;
        }

        return verdict;
    }

    /// <summary>The first word in order over the systems, as the first system in key order has it.</summary>
    public NaiveVerdict OfOrganisation(NaiveDocument row, IReadOnlyList<NaiveDocument> systems)
    {
        foreach (string word in NaiveVerdictWords.InOrder)
        {
            foreach (NaiveDocument system in systems.OrderBy(system => system.Key, StringComparer.Ordinal))
            {
                if (Of(row, system).Word == word)
                {
                    return Of(row, system);
                }
            }
        }

        throw new InvalidOperationException($"An organisation cell needs a system in question; '{row.Key}' had none.");
    }

    /// <summary>Whether the row is owed for credit: by the system, or an organisation row by anyone.</summary>
    public bool IsOwed(NaiveDocument row, NaiveDocument? subject)
    {
        if (NaiveWorld.IsOfOrganisation(row))
        {
            return world.Subjects.Any(system => NaiveVerdictWords.IsOwed(Of(row, system).Word));
        }

        return subject is not null && NaiveVerdictWords.IsOwed(Of(row, subject).Word);
    }

    /// <summary>What is wrong beside the chain, on owed cells only.</summary>
    public IEnumerable<NaiveDefect> DefectsBeside(NaiveDocument row, NaiveVerdict verdict)
    {
        if (!NaiveVerdictWords.IsOwed(verdict.Word))
        {
            yield break;
        }

        NaiveDocument system = world.Find(verdict.System)!;
        foreach (string name in verdict.Word == NaiveVerdictWords.Undetermined ? verdict.Missing : [])
        {
            yield return name == NaiveClaims.Classification
                ? new NaiveDefect("CLASSIFICATION_UNSIGNED", system.Key)
                : new NaiveDefect("FACT_MISSING", system.Key, Name: name);
        }

        if (verdict.Word == NaiveVerdictWords.Applicable && IsMetByUnbackedClass(row, system))
        {
            yield return new NaiveDefect("CLASSIFICATION_UNSIGNED", system.Key);
        }

        if (row.IsTrue("excludable")
            && world.FrameworkOf(row)!.Text("kind") == "STANDARD"
            && !StatementsAbout(row, system).Any())
        {
            yield return new NaiveDefect("SOA_MISSING", row.Key);
        }
    }

    private NaiveVerdict WithoutStatements(NaiveDocument row, NaiveDocument system)
    {
        (string? wrong, IReadOnlyList<string> missing) = conditions.Judge(row, system);
        if (wrong is not null)
        {
            return new NaiveVerdict(NaiveVerdictWords.NotApplicable, system.Key) { FalseCondition = wrong };
        }

        (DateOnly? formal, DateOnly? effective) = NaiveDates.Of(row, system, claims);
        string? shield = legacy.ShieldOf(row, system, effective);
        string word = shield is not null
            ? NaiveVerdictWords.Legacy
            : NaiveDates.Judge(row, formal, effective, world.Day);
        bool undetermined = word == NaiveVerdictWords.Applicable && missing.Count > 0;
        return new NaiveVerdict(undetermined ? NaiveVerdictWords.Undetermined : word, system.Key)
        {
            Missing = missing,
            FormalDate = formal,
            EffectiveDate = effective,
            LegacyRule = shield,
        };
    }

    private NaiveVerdict Exclude(NaiveDocument row, NaiveDocument system, NaiveVerdict verdict)
    {
        if (verdict.Word == NaiveVerdictWords.NotApplicable || !row.IsTrue("excludable"))
        {
            return verdict;
        }

        List<NaiveDocument> statements = [.. StatementsAbout(row, system)];
        DateOnly? latest = statements.Max(statement => statement.Date("approvedOn"));
        List<NaiveDocument> deciding = [.. statements.Where(statement => statement.Date("approvedOn") == latest)];
        if (deciding.Count == 0 || deciding.Any(statement => !statement.IsFalse("applicable")))
        {
            return verdict;
        }

        return verdict with { Word = NaiveVerdictWords.Excluded, Statement = deciding[0].Key, LegacyRule = null };
    }

    /// <summary>The approved statements that speak for the row and the system, in key order.</summary>
    private IEnumerable<NaiveDocument> StatementsAbout(NaiveDocument row, NaiveDocument system)
    {
        HashSet<string> above = [.. world.SelfAndAbove(row).Select(requirement => requirement.Key)];
        foreach (NaiveDocument statement in world.All("Statement"))
        {
            List<string> about = [.. world.Targets(statement.Key, "ABOUT")];
            if (statement.Text("kind") == "APPLICABILITY"
                && NaiveApproval.IsApproved(statement, world.Day)
                && world.Targets(statement.Key, "STATES").Any(above.Contains)
                && (about.Count == 0 || about.Contains(system.Key)))
            {
                yield return statement;
            }
        }
    }

    private bool IsMetByUnbackedClass(NaiveDocument row, NaiveDocument system)
    {
        IReadOnlyList<string> wanted = row.List("classes") ?? [];
        if (wanted.Count == 0 || wanted.Contains("ANY"))
        {
            return false;
        }

        return !wanted.Any(one => claims.Has(system, one, out _) == true && claims.IsBacked(system, one));
    }
}
