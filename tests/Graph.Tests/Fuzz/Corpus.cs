using Graph.Tests.SeedStories;

namespace Graph.Tests.Fuzz;

/// <summary>
/// What a fuzz run begins from: files of <c>tests/Graph.Tests/Fuzz/Corpus</c>. Whatever has ever found a fault is kept there, so that
/// each run asks it again before it asks anything else.
/// </summary>
internal static class Corpus
{
    /// <summary>The files of a folder of the corpus, in order.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes)> Of(string folder) =>
        [.. Directory.GetFiles(Path.Combine(SeedStory.Root, "tests", "Graph.Tests", "Fuzz", "Corpus", folder)).Order(StringComparer.Ordinal).Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))];
}
