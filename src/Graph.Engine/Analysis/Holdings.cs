using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>
/// What decides what a piece of proof is worth, apart from the piece itself: a control keeps that of all its proof in one piece of memory,
/// because of thousands that are looked at most are left after one look. Days are numbers; a day that is not given never comes, or has been always.
/// </summary>
/// <param name="TypeBit">Its type as a bit.</param>
/// <param name="DoneOn">The day of approval or signature.</param>
/// <param name="LastDay">The last day on which it counts.</param>
/// <param name="EffectiveFrom">The first day on which it counts.</param>
/// <param name="EndsFrom">The day from which it is rejected, withdrawn or superseded.</param>
/// <param name="BelongsTo">The subjects for which it may prove something.</param>
/// <param name="Lowerings">What lowers chains that rest on it.</param>
internal readonly record struct ProofTerms(ulong TypeBit, int DoneOn, int LastDay, int EffectiveFrom, int EndsFrom, SubjectSet BelongsTo, Lowering[] Lowerings)
{
    /// <summary>A day that never comes.</summary>
    public const int Never = int.MaxValue;

    /// <summary>A day that has always been.</summary>
    public const int Always = int.MinValue;
}

/// <summary>A piece of evidence or an assessment: what it may prove and for whom, and the days that decide what it is worth.</summary>
internal sealed class Proof(Document document, bool isAssessment, ProofTerms terms)
{
    public Document Document { get; } = document;

    public bool IsAssessment { get; } = isAssessment;

    public ProofTerms Terms { get; } = terms;
}

/// <summary>One EVIDENCED_BY edge.</summary>
internal readonly struct ProofLink(Proof proof, bool isSuspect)
{
    /// <summary>The terms of the proof, where they lie: not to be copied for each look.</summary>
    public readonly ProofTerms Terms = proof.Terms;

    public Proof Proof { get; } = proof;

    /// <summary>Whether an end means something else than at the last review.</summary>
    public bool IsSuspect { get; } = isSuspect;

    /// <summary>The key of the edge, of the control that has it.</summary>
    public string EdgeFrom(Document control) => $"{control.Key}|{EdgeKinds.EvidencedBy.Name}|{Proof.Document.Key}";
}

/// <summary>A control: for whom it is operated, its days, what lowers chains that pass it, and what shows that it operates.</summary>
internal sealed class Control(Document document, SubjectSet appliesTo, Lowering[] lowerings)
{
    private ProofLink[]? proofs;

    public Document Document { get; } = document;

    public SubjectSet AppliesTo { get; } = appliesTo;

    public Lowering[] Lowerings { get; } = lowerings;

    /// <summary>
    /// What shows that it operates, in the order of the edges' keys, read when first asked for: most controls do not apply to the system in question.
    /// Any holdings that have the control give the same, and it remembers none of them.
    /// </summary>
    public ProofLink[] Proofs(Holdings holdings) => proofs ?? Interlocked.CompareExchange(ref proofs, holdings.ReadProofs(Document), null) ?? proofs;

    public DateOnly? ImplementedOn { get; } = document.Date(ControlKind.ImplementedOn);

    public DateOnly? DegradedOn { get; } = document.Date(ControlKind.DegradedOn);

    public DateOnly? RetiredOn { get; } = document.Date(ControlKind.RetiredOn);
}

/// <summary>A link into a requirement: of a control or of a proof.</summary>
/// <param name="At">The row at which it is linked.</param>
/// <param name="Control">The control; null for a DEMONSTRATES link.</param>
/// <param name="Proof">The proof; null for a SATISFIES link.</param>
/// <param name="IsPartial">Whether its extent is PARTIAL.</param>
/// <param name="Joint">Its joint group, or null.</param>
/// <param name="Data">What it carries.</param>
internal sealed record Link(Row At, Control? Control, Proof? Proof, bool IsPartial, string? Joint, EdgeData? Data)
{
    private const int NotRead = -1;

    private string? key;
    private int reviewedUntil = NotRead;

    /// <summary>How far its last review reaches, read when first asked for: most links are of no system in question.</summary>
    public Review Review => new(reviewedUntil == NotRead ? reviewedUntil = Review.Of(Control is null ? EdgeKinds.Demonstrates : EdgeKinds.Satisfies, Data, From, At.Document).Until : reviewedUntil);

    /// <summary>Reads a link from what its edge carries.</summary>
    public static Link Of(Row at, Control? control, Proof? proof, EdgeData? data) => new(at, control, proof, data?.IsPartial == true, data?.Joint, data);

    /// <summary>Whether it is suspect for the cells of a row (design section 4: the row's version decides, not the heading's).</summary>
    public bool IsSuspectFor(Row row, View view) =>
        Review.IsBefore(row.TextVersion)
        || view.MeaningChanged is { } changed && (changed.Ordinal == From.Ordinal || changed.Ordinal == row.Document.Ordinal);

    /// <summary>The control or proof.</summary>
    public Document From => Control?.Document ?? Proof!.Document;

    /// <summary>Whether it may serve a system, by its number, or the organisation, or is one of a group, which needs every member.</summary>
    public bool MayServe(int system) => Joint is not null || (Control?.AppliesTo ?? Proof!.Terms.BelongsTo) is var reach && (reach.Organisation || reach.HasSystem(system));

    /// <summary>The key of the edge.</summary>
    public string Key => key ??= $"{From.Key}|{(Control is null ? EdgeKinds.Demonstrates : EdgeKinds.Satisfies).Name}|{At.Document.Key}";
}

/// <summary>The links that may serve one system, a row at a time: of all links of a row few are left. Safe for many readers.</summary>
internal sealed class SystemLinks
{
    private readonly Holdings holdings;
    private readonly int system;
    private readonly Link[]?[] controlLinks;
    private readonly Link[]?[] proofLinks;

    public SystemLinks(Holdings holdings, int system, int rowCount)
    {
        (this.holdings, this.system) = (holdings, system);
        (controlLinks, proofLinks) = (new Link[]?[rowCount], new Link[]?[rowCount]);
    }

    /// <summary>Those of earlier holdings, except for rows into which other links lead.</summary>
    public SystemLinks(Holdings holdings, SystemLinks earlier, Touched touched)
    {
        (this.holdings, system) = (holdings, earlier.system);
        (controlLinks, proofLinks) = (Touched.Without(earlier.controlLinks, touched.LinkedRows), Touched.Without(earlier.proofLinks, touched.LinkedRows));
    }

    /// <summary>The SATISFIES links into a row itself.</summary>
    public Link[] ControlLinksAt(Row row) => controlLinks[row.Number] ?? Keep(controlLinks, row, holdings.ControlLinksAt(row));

    /// <summary>The DEMONSTRATES links into a row itself.</summary>
    public Link[] ProofLinksAt(Row row) => proofLinks[row.Number] ?? Keep(proofLinks, row, holdings.ProofLinksAt(row));

    private Link[] Keep(Link[]?[] table, Row row, Link[] all)
    {
        var serving = Array.FindAll(all, l => l.MayServe(system));
        Volatile.Write(ref table[row.Number], serving);
        return serving;
    }
}

/// <summary>
/// What the organisation holds against the catalogue in one snapshot, whatever the day: links, controls and proof, each read when first asked
/// for and shared by all views of the snapshot, and by later snapshots as far as it is untouched. Safe for many readers: what two of them
/// read at once is equal.
/// </summary>
internal sealed class Holdings
{
    private const int DayCountMax = 8;
    private const int SystemCountMax = 64;

    private static readonly ConditionalWeakTable<Snapshot, Holdings> Known = [];

    private readonly Snapshot snapshot;
    private readonly Dictionary<int, int> numbers;
    private readonly ConcurrentDictionary<int, SystemBits[]> standsFor;
    private readonly ReadOnce<Proof> proofs;
    private readonly ReadOnce<Control> controls;
    private readonly ConcurrentDictionary<DateOnly, DayReading> days = [];
    private readonly ConcurrentDictionary<int, SystemLinks> linksOf = [];
    private readonly List<Document> systems;
    private readonly Link[]?[] controlLinks;
    private readonly Link[]?[] proofLinks;
    private readonly Document[]?[] statements;
    private readonly (Lowering What, SubjectSet Of)[]?[] lowerings;

    private Holdings(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        var rowCount = Catalogue.Of(snapshot).RowCount;
        (controlLinks, proofLinks, statements) = (new Link[]?[rowCount], new Link[]?[rowCount], new Document[]?[rowCount]);
        lowerings = new (Lowering, SubjectSet)[]?[rowCount];
        (proofs, controls) = (new(snapshot.OrdinalCount), new(snapshot.OrdinalCount));
        systems = [.. snapshot.Documents(AiSystemKind.Kind)];
        (numbers, standsFor) = (new(systems.Count), []);
        foreach (var system in systems)
        {
            numbers.Add(system.Ordinal, numbers.Count);
        }
    }

    private Holdings(Snapshot snapshot, Holdings earlier, Touched touched)
    {
        this.snapshot = snapshot;
        controlLinks = Touched.Without(earlier.controlLinks, touched.LinkedRows);
        proofLinks = Touched.Without(earlier.proofLinks, touched.LinkedRows);
        statements = Touched.Without(earlier.statements, touched.StatedRows);
        lowerings = Touched.Without(earlier.lowerings, touched.LoweredRows);
        (proofs, controls) = (earlier.proofs.Without(touched.Proofs, snapshot.OrdinalCount), earlier.controls.Without(touched.Controls, snapshot.OrdinalCount));
        (numbers, standsFor) = (earlier.numbers, earlier.standsFor);
        systems = touched.Systems.Count == 0 ? earlier.systems : [.. earlier.systems.Select(s => snapshot.Document(s.Ordinal)!)];
        foreach (var (day, reading) in earlier.days)
        {
            days[day] = new(snapshot, systems, reading, touched, numbers);
        }

        foreach (var (system, links) in earlier.linksOf)
        {
            linksOf[system] = new(this, links, touched);
        }
    }

    public int SystemCount => numbers.Count;

    public static Holdings Of(Snapshot snapshot) => Known.GetValue(snapshot, s => new(s));

    /// <summary>The holdings of a snapshot, for which those of an earlier one are known and what may have changed since.</summary>
    public static Holdings Of(Snapshot snapshot, Snapshot earlier, Touched touched) => Known.GetValue(snapshot, s => new(s, Of(earlier), touched));

    /// <summary>The number of a system in the order of keys.</summary>
    public int NumberOf(int system) => numbers[system];

    /// <summary>The systems of some numbers.</summary>
    public IEnumerable<Document> SystemsOf(IEnumerable<int> numbers) => numbers.Select(n => systems[n]);

    /// <summary>What is known about the systems on a day. A few days are kept: most questions are about today.</summary>
    public DayReading On(DateOnly day)
    {
        if (days.TryGetValue(day, out var known))
        {
            return known;
        }

        if (days.Count >= DayCountMax)
        {
            days.Clear();
        }

        return days.GetOrAdd(day, new DayReading(snapshot, day, systems, controlLinks.Length));
    }

    /// <summary>The links that may serve a system, by its number. Those of some systems are kept: people ask about one of them day after day.</summary>
    public SystemLinks LinksOf(int system)
    {
        if (linksOf.TryGetValue(system, out var known))
        {
            return known;
        }

        if (linksOf.Count >= SystemCountMax)
        {
            linksOf.Clear();
        }

        return linksOf.GetOrAdd(system, new SystemLinks(this, system, controlLinks.Length));
    }

    /// <summary>The SATISFIES links into a row itself.</summary>
    public Link[] ControlLinksAt(Row row) => controlLinks[row.Number] ?? Keep(controlLinks, row, ReadLinks(row, EdgeKinds.Satisfies));

    /// <summary>The DEMONSTRATES links into a row itself.</summary>
    public Link[] ProofLinksAt(Row row) => proofLinks[row.Number] ?? Keep(proofLinks, row, ReadLinks(row, EdgeKinds.Demonstrates));

    /// <summary>The statements that speak of a row or a requirement above it, each once, in the order of their keys.</summary>
    public Document[] StatementsOf(Row row) => statements[row.Number] ?? Keep(statements, row, ReadStatements(row));

    /// <summary>What lowers the cells of a row on some day, whatever their chains, and of whom: what is said of the row and of every requirement above it.</summary>
    public (Lowering What, SubjectSet Of)[] LoweringsOf(Row row) => lowerings[row.Number] ?? Keep(lowerings, row, ReadLowerings(row));

    public Proof Proof(int ordinal) => proofs[ordinal] ?? proofs.Keep(ordinal, ReadProof(ordinal));

    public Control Control(int ordinal) => controls[ordinal] ?? controls.Keep(ordinal, Read(snapshot.Document(ordinal)!));

    /// <summary>The systems for which any of the documents stands (<see cref="StandsFor"/>).</summary>
    public SystemBits[] Union(Edges edges)
    {
        SystemBits[]? first = null;
        List<int>? all = null;
        foreach (var (node, _) in edges)
        {
            var systems = StandsFor(node);
            if (first is null)
            {
                first = systems;
                continue;
            }

            if (all is null)
            {
                SubjectSet.Unpack(first, all = []);
            }

            SubjectSet.Unpack(systems, all);
        }

        return all is null ? first ?? [] : SubjectSet.Pack(all);
    }

    private static T[] Keep<T>(T[]?[] table, Row row, T[] value)
    {
        Volatile.Write(ref table[row.Number], value);
        return value;
    }

    /// <summary>The systems for which a document stands: a system for itself, a component or vendor for the systems that use it.</summary>
    public SystemBits[] StandsFor(int ordinal) => standsFor.TryGetValue(ordinal, out var known) ? known : standsFor.GetOrAdd(ordinal, ReadStandsFor(ordinal));

    private SystemBits[] ReadStandsFor(int ordinal)
    {
        if (numbers.TryGetValue(ordinal, out var number))
        {
            return [new(number >> 6, 1UL << (number & 63))];
        }

        var systems = new List<int>();
        var document = snapshot.Document(ordinal)!;
        AddNumbers(systems, snapshot.In(document, EdgeKinds.Uses));
        foreach (var (component, _) in snapshot.In(document, EdgeKinds.SuppliedBy))
        {
            SubjectSet.Unpack(StandsFor(component), systems);
        }

        return SubjectSet.Pack(systems);
    }

    // Only the systems themselves, without what stands for them.
    private void AddNumbers(List<int> systems, Edges edges)
    {
        foreach (var (node, _) in edges)
        {
            if (numbers.TryGetValue(node, out var number))
            {
                systems.Add(number);
            }
        }
    }

    private Link[] ReadLinks(Row row, EdgeKind kind)
    {
        var list = new List<Link>();
        foreach (var (node, data) in snapshot.In(row.Document, kind))
        {
            var isControl = kind == EdgeKinds.Satisfies;
            list.Add(Link.Of(row, isControl ? Control(node) : null, isControl ? null : Proof(node), data));
        }

        return [.. list];
    }

    private Document[] ReadStatements(Row row)
    {
        List<Document>? list = null;
        foreach (var at in row.SelfAndAbove)
        {
            foreach (var (node, _) in snapshot.In(at.Document, EdgeKinds.States))
            {
                (list ??= []).Add(snapshot.Document(node)!);
            }
        }

        return list is null ? [] : [.. list.DistinctBy(d => d.Ordinal).OrderBy(d => d.Key, StringComparer.Ordinal)];
    }

    // The organisation has one cell of a row, to which it does not matter in which of its systems something was found.
    private (Lowering What, SubjectSet Of)[] ReadLowerings(Row row)
    {
        List<Lowering>? found = null;
        foreach (var at in row.SelfAndAbove)
        {
            if (Lowerings.Of(snapshot, at.Document) is { Length: > 0 } some)
            {
                (found ??= []).AddRange(some);
            }
        }

        return found is null ? []
            : [.. found.DistinctBy(l => (l.Rule, l.By)).Select(l => (l, l.Systems is null ? SubjectSet.Everyone : new SubjectSet(SubjectSet.Pack([.. l.Systems.Select(NumberOf)]), All: false, Organisation: true)))];
    }

    private Proof ReadProof(int ordinal)
    {
        var document = snapshot.Document(ordinal)!;
        return document.Kind == EvidenceKind.Kind ? Evidence(document) : Assessment(document);
    }

    private Proof Evidence(Document evidence)
    {
        var belongsTo = evidence.Text(EvidenceKind.Scope) == "ORGANISATION"
            ? SubjectSet.Everyone
            : new SubjectSet(Union(snapshot.Out(evidence, EdgeKinds.Concerns)), All: false, Organisation: false);
        return new(evidence, isAssessment: false, new(
            Row.ProofBit(evidence.Text(EvidenceKind.Type)!),
            Day(evidence.Date(EvidenceKind.Approval.DoneOn), ProofTerms.Never),
            Day(evidence.Date(EvidenceKind.ExpiresOn), ProofTerms.Never),
            Day(evidence.Date(EvidenceKind.EffectiveFrom), ProofTerms.Always),
            Day(EvidenceKind.Approval.EndsFrom(evidence), ProofTerms.Never),
            belongsTo,
            Lowerings.Of(snapshot, evidence)));
    }

    private Proof Assessment(Document assessment)
    {
        var assesses = snapshot.Out(assessment, EdgeKinds.Assesses);
        var organisation = true;
        foreach (var (node, _) in assesses)
        {
            organisation &= !numbers.ContainsKey(node);
        }

        return new(assessment, isAssessment: true, new(
            Row.ProofBit(assessment.Text(AssessmentKind.Type)!),
            Day(assessment.Date(AssessmentKind.Approval.DoneOn), ProofTerms.Never),
            Day(AssessmentKind.NextReviewOn(assessment), ProofTerms.Never),
            ProofTerms.Always,
            AssessmentKind.Approval.HasCounted(assessment) ? Day(AssessmentKind.Approval.EndsFrom(assessment), ProofTerms.Never) : ProofTerms.Never,
            new(Union(assesses), All: false, organisation),
            Lowerings.Of(snapshot, assessment)));
    }

    private static int Day(DateOnly? day, int otherwise) => day?.DayNumber ?? otherwise;

    private Control Read(Document control) => new(control, AppliesTo(control), Lowerings.Of(snapshot, control));

    internal ProofLink[] ReadProofs(Document control)
    {
        var links = new List<ProofLink>();
        foreach (var (node, data) in snapshot.Out(control, EdgeKinds.EvidencedBy))
        {
            var proof = Proof(node);
            links.Add(new(proof, Review.Of(EdgeKinds.EvidencedBy, data, control, proof.Document).HasChangedEnd));
        }

        links.Sort((a, b) => string.CompareOrdinal(a.Proof.Document.Key, b.Proof.Document.Key));
        return [.. links];
    }

    private SubjectSet AppliesTo(Document control)
    {
        if (control.Text(ControlKind.Scope) == "ORGANISATION")
        {
            return SubjectSet.Everyone;
        }

        var named = snapshot.Out(control, EdgeKinds.AppliesTo);
        if (named.Any())
        {
            return new(Union(named), All: false, Organisation: false);
        }

        // Only a control that names no system applies where it mitigates a system's own risks.
        var systems = new List<int>();
        foreach (var (risk, _) in snapshot.In(control, EdgeKinds.MitigatedBy))
        {
            AddNumbers(systems, snapshot.In(snapshot.Document(risk)!, EdgeKinds.HasRisk));
        }

        return new(SubjectSet.Pack(systems), All: false, Organisation: false);
    }
}
