namespace Graph.Bench.Load;

/// <summary>Something that a client does; says what is wrong with the answer, or null.</summary>
/// <param name="Name">What it is, in the report.</param>
/// <param name="Weight">How often it is done, of the sum of weights.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record Act(string Name, int Weight, Func<Visitor, Task<string?>> RunAsync);
