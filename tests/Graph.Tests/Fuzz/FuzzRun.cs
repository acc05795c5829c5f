using System.Text;
using CsCheck;

namespace Graph.Tests.Fuzz;

/// <summary>
/// Asks what the corpus holds as it is, then what mutations make of it: as often as a run of the suite can afford, or for as long as
/// GRAPH_FUZZ_SECONDS says. What fails is printed with its seed and in base 64, to be kept in the corpus.
/// </summary>
internal static class FuzzRun
{
    private static readonly int? Seconds = int.TryParse(Environment.GetEnvironmentVariable("GRAPH_FUZZ_SECONDS"), out var seconds) ? seconds : null;

    /// <summary>Runs; gives how many inputs were tried.</summary>
    public static int Run(IReadOnlyList<(string Name, byte[] Bytes)> corpus, int iterations, Action<byte[]> check)
    {
        var count = 0;
        foreach (var (name, bytes) in corpus)
        {
            try
            {
                count++;
                check(bytes);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"{name}: {e.Message}", e);
            }
        }

        void Counted(byte[] bytes)
        {
            Interlocked.Increment(ref count);
            check(bytes);
        }

        var inputs = Mutation.Of([.. corpus.Select(c => c.Bytes)]);
        if (Seconds is { } time)
        {
            inputs.Sample(Counted, time: time, print: Print);
        }
        else
        {
            inputs.Sample(Counted, iter: iterations, print: Print);
        }

        return count;
    }

    private static string Print(byte[] bytes) => $"{Convert.ToBase64String(bytes)}\n{Encoding.UTF8.GetString(bytes)}";
}
