using System.Collections.Concurrent;

namespace Graph.Bench.Load;

/// <summary>How often each act was done, how long it took, and what was wrong with the answers.</summary>
internal sealed class Tally
{
    private const int FaultCharsMax = 300;
    private const int FaultCountMax = 5;

    private readonly ConcurrentDictionary<string, ConcurrentBag<double>> times = [];
    private readonly ConcurrentDictionary<string, ConcurrentQueue<string>> faults = [];

    public int Count => times.Values.Sum(t => t.Count);

    public int FaultCount => faults.Values.Sum(f => f.Count);

    public void Add(string act, TimeSpan time, string? fault)
    {
        times.GetOrAdd(act, _ => []).Add(time.TotalMilliseconds);
        if (fault is not null)
        {
            faults.GetOrAdd(act, _ => []).Enqueue(fault.Length > FaultCharsMax ? fault[..FaultCharsMax] : fault);
        }
    }

    public void Write(TextWriter output, IEnumerable<Act> acts)
    {
        foreach (var act in acts)
        {
            var sorted = times.TryGetValue(act.Name, out var bag) ? bag.Order().ToArray() : [];
            var wrong = faults.TryGetValue(act.Name, out var queue) ? queue.ToArray() : [];
            output.WriteLine(sorted.Length == 0 ? $"| {act.Name} | 0 | | | | 0 |" : $"| {act.Name} | {sorted.Length} | {At(0.5)} | {At(0.99)} | {At(1)} | {wrong.Length} |");
            foreach (var fault in wrong.Take(FaultCountMax))
            {
                output.WriteLine($"    FAULT {act.Name}: {fault.ReplaceLineEndings(" ")}");
            }

            string At(double part) => $"{sorted[(int)(part * (sorted.Length - 1))]:F0} ms";
        }
    }
}
