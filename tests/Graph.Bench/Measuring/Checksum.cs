using System.Text;

namespace Graph.Bench.Measuring;

/// <summary>A running sum over an answer (FNV-1a), so that no work can be optimised away and no answer can change unseen.</summary>
internal struct Checksum()
{
    private ulong sum = 14695981039346656037;

    public readonly ulong Value => sum;

    public void Add(long value)
    {
        for (var shift = 0; shift < 64; shift += 8)
        {
            sum = (sum ^ (byte)(value >> shift)) * 1099511628211;
        }
    }

    public void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var b in bytes)
        {
            sum = (sum ^ b) * 1099511628211;
        }
    }

    public void Add(string text) => Add(Encoding.UTF8.GetBytes(text));

    public void Add(IEnumerable<int> values)
    {
        foreach (var value in values)
        {
            Add(value);
        }
    }
}
