using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;

namespace Graph.Engine.Analysis;

/// <summary>A piece of evidence or an assessment: what it may prove and for whom, and the days that decide what it is worth.</summary>
internal sealed class Proof(Document document, ulong typeBit, SubjectSet belongsTo)
{
    public Document Document { get; } = document;

    /// <summary>Its type as a bit.</summary>
    public ulong TypeBit { get; } = typeBit;

    /// <summary>The subjects for which it may prove something.</summary>
    public SubjectSet BelongsTo { get; } = belongsTo;

    public bool IsAssessment { get; init; }

    /// <summary>The day of approval or signature.</summary>
    public DateOnly? DoneOn { get; init; }

    /// <summary>The last day on which it counts.</summary>
    public DateOnly? LastDay { get; init; }

    public DateOnly? EffectiveFrom { get; init; }

    /// <summary>The day from which it is rejected.</summary>
    public DateOnly? RejectedFrom { get; init; }
}

/// <summary>One EVIDENCED_BY edge.</summary>
internal sealed record ProofLink(Document Control, Proof Proof)
{
    public string Edge => $"{Control.Key}|{EdgeKinds.EvidencedBy.Name}|{Proof.Document.Key}";
}

/// <summary>A control: for whom it is operated, its days, and what shows that it operates, in the order of the edges' keys.</summary>
internal sealed class Control(Document document, SubjectSet appliesTo, Func<Document, ProofLink[]> readProofs)
{
    private ProofLink[]? proofs;

    public Document Document { get; } = document;

    public SubjectSet AppliesTo { get; } = appliesTo;

    /// <summary>What shows that it operates, read when first asked for: most controls do not apply to the system in question.</summary>
    public ProofLink[] Proofs => proofs ?? Interlocked.CompareExchange(ref proofs, readProofs(Document), null) ?? proofs;

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
internal sealed record Link(Row At, Control? Control, Proof? Proof, bool IsPartial, string? Joint)
{
    private string? key;

    /// <summary>The control or proof.</summary>
    public Document From => Control?.Document ?? Proof!.Document;

    /// <summary>The key of the edge.</summary>
    public string Key => key ??= $"{From.Key}|{(Control is null ? EdgeKinds.Demonstrates : EdgeKinds.Satisfies).Name}|{At.Document.Key}";
}

/// <summary>
/// What the organisation holds against the catalogue in one snapshot, whatever the day: links, controls and proof, each read when first asked
/// for and shared by all views of the snapshot. Safe for many readers: what two of them read at once is equal.
/// </summary>
internal sealed class Holdings
{
    private const int DayCountMax = 8;

    private static readonly ConditionalWeakTable<Snapshot, Holdings> Known = [];

    private readonly Snapshot snapshot;
    private readonly Dictionary<int, int> numbers = [];
    private readonly ConcurrentDictionary<int, SystemBits[]> standsFor = [];
    private readonly ConcurrentDictionary<int, Proof> proofs = [];
    private readonly ConcurrentDictionary<int, Control> controls = [];
    private readonly ConcurrentDictionary<DateOnly, DayReading> days = [];
    private readonly List<Document> systems;
    private readonly Link[]?[] controlLinks;
    private readonly Link[]?[] proofLinks;
    private readonly Document[]?[] statements;

    private Holdings(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        var rowCount = Catalogue.Of(snapshot).RowCount;
        (controlLinks, proofLinks, statements) = (new Link[]?[rowCount], new Link[]?[rowCount], new Document[]?[rowCount]);
        systems = [.. snapshot.Documents(AiSystemKind.Kind)];
        foreach (var system in systems)
        {
            numbers.Add(system.Ordinal, numbers.Count);
        }
    }

    public int SystemCount => numbers.Count;

    public static Holdings Of(Snapshot snapshot) => Known.GetValue(snapshot, s => new(s));

    /// <summary>The number of a system in the order of keys.</summary>
    public int NumberOf(int system) => numbers[system];

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

    /// <summary>The SATISFIES links into a row itself.</summary>
    public Link[] ControlLinksAt(Row row) => controlLinks[row.Number] ?? Keep(controlLinks, row, ReadLinks(row, EdgeKinds.Satisfies));

    /// <summary>The DEMONSTRATES links into a row itself.</summary>
    public Link[] ProofLinksAt(Row row) => proofLinks[row.Number] ?? Keep(proofLinks, row, ReadLinks(row, EdgeKinds.Demonstrates));

    /// <summary>The statements that speak of a row or a requirement above it, each once, in the order of their keys.</summary>
    public Document[] StatementsOf(Row row) => statements[row.Number] ?? Keep(statements, row, ReadStatements(row));

    public Proof Proof(int ordinal) => proofs.TryGetValue(ordinal, out var known) ? known : proofs.GetOrAdd(ordinal, ReadProof(ordinal));

    public Control Control(int ordinal) => controls.TryGetValue(ordinal, out var known) ? known : controls.GetOrAdd(ordinal, Read(snapshot.Document(ordinal)!));

    /// <summary>The systems for which any of the documents stands: a system for itself, a component or vendor for the systems that use it.</summary>
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

    private SystemBits[] StandsFor(int ordinal) => standsFor.TryGetValue(ordinal, out var known) ? known : standsFor.GetOrAdd(ordinal, ReadStandsFor(ordinal));

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
            list.Add(new(row, isControl ? Control(node) : null, isControl ? null : Proof(node), data?.IsPartial == true, data?.Joint));
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
        return new(evidence, Row.ProofBit(evidence.Text(EvidenceKind.Type)!), belongsTo)
        {
            DoneOn = evidence.Date(EvidenceKind.Approval.DoneOn),
            LastDay = evidence.Date(EvidenceKind.ExpiresOn),
            EffectiveFrom = evidence.Date(EvidenceKind.EffectiveFrom),
            RejectedFrom = Statements.RejectedFrom(evidence, EvidenceKind.Approval),
        };
    }

    private Proof Assessment(Document assessment)
    {
        var assesses = snapshot.Out(assessment, EdgeKinds.Assesses);
        var organisation = true;
        foreach (var (node, _) in assesses)
        {
            organisation &= !numbers.ContainsKey(node);
        }

        return new(assessment, Row.ProofBit(assessment.Text(AssessmentKind.Type)!), new(Union(assesses), All: false, organisation))
        {
            IsAssessment = true,
            DoneOn = assessment.Date(AssessmentKind.Approval.DoneOn),
            LastDay = AssessmentKind.NextReviewOn(assessment),
        };
    }

    private Control Read(Document control) => new(control, AppliesTo(control), ReadProofs);

    private ProofLink[] ReadProofs(Document control)
    {
        var links = new List<ProofLink>();
        foreach (var (node, _) in snapshot.Out(control, EdgeKinds.EvidencedBy))
        {
            links.Add(new(control, Proof(node)));
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
