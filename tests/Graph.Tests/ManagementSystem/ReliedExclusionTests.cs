using CsCheck;
using Graph.Engine.Governance;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Views;
using Graph.Tests.Engine;
using Graph.Tests.Reference;

namespace Graph.Tests.ManagementSystem;

/// <summary>What the treatment of a risk relies on although it is stated not to apply, by the engine's sets of rows and by plain loops, on random graphs.</summary>
public sealed class ReliedExclusionTests
{
    private const int Iterations = 600;

    [Fact]
    public void The_same_exclusions_are_relied_on()
    {
        var (flagged, ofNoSystem) = (0, 0);

        // A failing sample prints its seed, with which CsCheck runs it again.
        RandomGraphs.Questions.Sample(
            question =>
            {
                using var opened = new OpenedGraph(question);
                var world = new NaiveWorld(question.View);
                foreach (var control in opened.View.Snapshot.Documents(ControlKind.Kind))
                {
                    var expected = Relied(world, control.Key);
                    Assert.Equal(expected, WholeApplicability.ReliedOn(opened.View, control).Select(s => s.Node!.Key));
                    flagged += expected.Count;
                    ofNoSystem += expected.Count > 0 && Sources(world, control.Key, "MITIGATED_BY").All(r => SystemsWith(world, r).Count == 0) ? 1 : 0;
                }
            },
            iter: Iterations,
            threads: 1,
            print: RandomGraphs.Print);
        Assert.True(flagged > 15 && ofNoSystem > 3, $"{flagged} exclusions were relied on, {ofNoSystem} of them for no system");
    }

    private static List<string> Relied(NaiveWorld world, string control) =>
    [
        .. world.All("Requirement").Where(row => row.IsTrue("excludable") && world.Targets(control, "SATISFIES").Intersect(world.SelfAndAbove(row).Select(above => above.Key)).Any())
            .Where(row => Sources(world, control, "MITIGATED_BY")
                .Any(risk => SystemsWith(world, risk) is { Count: > 0 } systems ? systems.Any(system => IsExcluded(world, row, system)) : IsExcluded(world, row, null)))
            .Select(row => row.Key).Order(StringComparer.Ordinal),
    ];

    private static IEnumerable<string> Sources(NaiveWorld world, string key, string kind) => world.Into(key, kind).Select(edge => edge.From);

    private static HashSet<string> SystemsWith(NaiveWorld world, string risk)
    {
        var systems = new HashSet<string>();
        foreach (var holder in Sources(world, risk, "HAS_RISK"))
        {
            systems.UnionWith(world.Find(holder)!.Kind == "AiSystem" ? [holder] : Sources(world, holder, "USES").Concat(Sources(world, holder, "SUPPLIED_BY").SelectMany(component => Sources(world, component, "USES"))));
        }

        return systems;
    }

    private static bool IsExcluded(NaiveWorld world, NaiveDocument row, string? system)
    {
        var above = world.SelfAndAbove(row).Select(requirement => requirement.Key).ToHashSet();
        var stated = world.All("Statement")
            .Where(s => s.Text("kind") == "APPLICABILITY" && NaiveApproval.IsApproved(s, world.Day) && world.Targets(s.Key, "STATES").Any(above.Contains))
            .Where(s => world.Targets(s.Key, "ABOUT").ToList() is var about && (about.Count == 0 || (system is not null && about.Contains(system)))).ToList();
        var decisive = stated.Where(s => s.Date("approvedOn") == stated.Max(one => one.Date("approvedOn"))).ToList();
        return decisive.Count > 0 && decisive.All(s => s.IsFalse("applicable"));
    }

    private sealed class OpenedGraph(RandomQuestion question) : IDisposable
    {
        private readonly Graph.Engine.Writing.GraphEngine engine = EngineGraph.OpenAsync(question.View.Graph, question.View.Today).GetAwaiter().GetResult();

        public View View => EngineGraph.View(engine.Current, question.View);

        public void Dispose() => engine.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }
}
