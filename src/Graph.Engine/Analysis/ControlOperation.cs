using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>Whether controls operate, for whom, and whether that is shown, on a view's day: as cells judge it, where no requirement asks.</summary>
internal sealed class ControlOperation(View view)
{
    // Whatever type of proof a row would ask for.
    private const ulong AnyType = ulong.MaxValue;

    private readonly ProofReader reader = new(view);
    private readonly Holdings holdings = Holdings.Of(view.Snapshot);

    /// <summary>Whether a control operates, and nothing takes it out of operation, such as an open MAJOR finding.</summary>
    public bool IsOperating(Document control) => holdings.Control(control.Ordinal) is var read && !reader.IsRetired(read) && reader.StateOf(read) == State.Covered;

    /// <summary>The systems that have a risk, themselves or by a component or vendor; none of a risk of the organisation.</summary>
    public IReadOnlyList<int> SystemsWith(Document risk)
    {
        List<int> systems = [];
        SubjectSet.Unpack(holdings.Union(view.Snapshot.In(risk, EdgeKinds.HasRisk)), systems);

        // As cells are of systems in scope that are not retired; where only others have the risk, it is theirs still and not the organisation's.
        var subjects = systems.Where(n => CellReader.IsSubject(holdings.SystemsOf([n]).First(), view.On)).ToList();
        return subjects.Count > 0 ? subjects : systems;
    }

    /// <summary>Whether a control is operated for each of the systems; one that names no system is operated where it is linked.</summary>
    public bool AppliesTo(Document control, IReadOnlyList<int> systems) =>
        !view.Snapshot.Out(control, EdgeKinds.AppliesTo).Any() || holdings.Control(control.Ordinal).AppliesTo is var reach && systems.All(reach.HasSystem);

    /// <summary>Whether valid proof, linked as it is meant, shows for each of the systems that a control operates; for no systems, of those that the control names, and then of the organisation.</summary>
    public bool IsShown(Document control, IReadOnlyList<int> systems)
    {
        if (systems.Count == 0)
        {
            List<int> named = [];
            SubjectSet.Unpack(holdings.Union(view.Snapshot.Out(control, EdgeKinds.AppliesTo)), named);
            systems = named;
        }

        var read = holdings.Control(control.Ordinal);
        var valid = read.Proofs(holdings).Where(l => !reader.IsSuspect(l, read) && reader.IsUsable(l.Terms, AnyType) && reader.StateOf(l.Terms) == State.Covered).Select(l => l.Terms.BelongsTo).ToList();
        return systems.Count == 0 ? valid.Exists(b => b.Organisation) : systems.All(s => valid.Exists(b => b.HasSystem(s)));
    }
}
