using System.Globalization;

namespace Graph.Bench.Generation;

/// <summary>How many documents of each kind a generated graph has.</summary>
internal sealed record GraphSize(
    string Name, int Frameworks, int RowsPerFramework, int Mappings, int Persons, int Systems, int Components, int Vendors,
    int Risks, int Controls, int Evidence, int Assessments, int Statements)
{
    /// <summary>2,000 documents: every benchmark once, in seconds.</summary>
    public static GraphSize Small { get; } = new("2k", 6, 60, 120, 20, 24, 60, 12, 180, 160, 800, 60, 80);

    /// <summary>100,000 documents, 450,000 edges, 1,000 systems in scope.</summary>
    public static GraphSize Medium { get; } = new("100k", 10, 500, 2_500, 500, 1_040, 4_000, 600, 14_000, 10_000, 53_000, 4_000, 5_000);

    /// <summary>1,000,000 documents, 5,000,000 edges, 10,000 systems in scope; the law does not grow.</summary>
    public static GraphSize Large { get; } = new("1m", 10, 500, 2_500, 5_000, 10_400, 42_000, 6_000, 145_000, 110_000, 590_000, 42_000, 50_000);

    /// <summary>5,000,000 documents, 25,000,000 edges, 52,000 systems in scope; the law does not grow.</summary>
    public static GraphSize Huge { get; } = new("5m", 10, 500, 2_500, 25_000, 52_000, 210_000, 30_000, 725_000, 550_000, 2_950_000, 210_000, 250_000);

    public static IReadOnlyList<GraphSize> All { get; } = [Small, Medium, Large, Huge];

    public static GraphSize Named(string name) =>
        All.FirstOrDefault(s => s.Name == name) ?? throw new ArgumentException($"Expected a size of {string.Join(", ", All.Select(s => s.Name))}, found '{name}'.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name}: {Systems} systems, {Frameworks} frameworks of {RowsPerFramework} rows");
}
