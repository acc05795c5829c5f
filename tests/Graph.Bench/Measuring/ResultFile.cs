using System.Text;
using Graph.Bench.Generation;

namespace Graph.Bench.Measuring;

/// <summary>Appends figures to a results file as a table that people read.</summary>
internal static class ResultFile
{
    public static Task AppendAsync(string path, GraphSize size, ulong seed, IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder();
        text.Append($"\n## {size}, seed {seed}\n\n");
        text.Append("| benchmark | what | median | 99% | processor | allocated | ratio | to | rounds | floor | checksum |\n|---|---|---|---|---|---|---|---|---|---|---|\n");
        foreach (var f in figures)
        {
            text.Append($"| {f.Question} | {f.What} | {Figure.Short(f.Median)} | {Figure.Short(f.Worst)} | {Figure.Short(f.Processor)} | {Figure.Short(f.AllocatedBytes)} | {f.Ratio:F2} | {f.Raw}: {Figure.Short(f.RawMedian)} | {f.Rounds} | {f.Judged} | {f.Checksum} |\n");
        }

        return File.AppendAllTextAsync(path, text.ToString());
    }
}
