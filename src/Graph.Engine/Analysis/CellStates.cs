using System.Numerics;
using System.Runtime.InteropServices;

namespace Graph.Engine.Analysis;

/// <summary>
/// The states of the cells of one row, a whole row at once. A row of 1,000 cells is 1,000 bytes, and what is done to all of them is done
/// to 16 or more at a time; the rest at the end goes one by one.
/// </summary>
internal static class CellStates
{
    // Above every state: a cell that must not count as the weakest.
    private const byte NotCounted = byte.MaxValue;

    /// <summary>Keeps the better of each two.</summary>
    public static void Raise(State[] states, State[] other)
    {
        Span<byte> mine = Bytes(states), theirs = Bytes(other);
        var i = 0;
        for (; i <= mine.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Max(new(mine[i..]), new Vector<byte>(theirs[i..])).CopyTo(mine[i..]);
        }

        for (; i < mine.Length; i++)
        {
            mine[i] = Math.Max(mine[i], theirs[i]);
        }
    }

    /// <summary>Keeps the weaker of each two.</summary>
    public static void Lower(State[] states, State[] other)
    {
        Span<byte> mine = Bytes(states), theirs = Bytes(other);
        var i = 0;
        for (; i <= mine.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Min(new(mine[i..]), new Vector<byte>(theirs[i..])).CopyTo(mine[i..]);
        }

        for (; i < mine.Length; i++)
        {
            mine[i] = Math.Min(mine[i], theirs[i]);
        }
    }

    /// <summary>Lowers each to a state at most.</summary>
    public static void Cap(State[] states, State cap)
    {
        var mine = Bytes(states);
        var caps = new Vector<byte>((byte)cap);
        var i = 0;
        for (; i <= mine.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Min(new(mine[i..]), caps).CopyTo(mine[i..]);
        }

        for (; i < mine.Length; i++)
        {
            mine[i] = Math.Min(mine[i], (byte)cap);
        }
    }

    /// <summary>Keeps a state where the mask has all bits; MISSING where it has none.</summary>
    public static void KeepWhere(State[] states, byte[] mask)
    {
        var mine = Bytes(states);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] &= mask[i];
        }
    }

    /// <summary>Takes out of the search for the weakest what the mask does not have.</summary>
    public static void CountOnlyWhere(State[] states, byte[] mask)
    {
        var mine = Bytes(states);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] |= (byte)~mask[i];
        }
    }

    /// <summary>Makes MISSING of what was taken out everywhere.</summary>
    public static void ForgetUncounted(State[] states)
    {
        var mine = Bytes(states);
        for (var i = 0; i < mine.Length; i++)
        {
            mine[i] = mine[i] == NotCounted ? (byte)0 : mine[i];
        }
    }

    private static Span<byte> Bytes(State[] states) => MemoryMarshal.Cast<State, byte>(states.AsSpan());
}
