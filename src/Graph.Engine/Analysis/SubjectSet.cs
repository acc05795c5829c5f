using System.Numerics;

namespace Graph.Engine.Analysis;

/// <summary>64 neighbouring systems of a snapshot, of which those with a bit are meant.</summary>
internal readonly record struct SystemBits(int Word, ulong Bits);

/// <summary>
/// A set of systems by their numbers in a snapshot, and whether the organisation is in it. Only words with a bit are kept: most sets have one or
/// few systems of thousands.
/// </summary>
internal readonly record struct SubjectSet(SystemBits[] Systems, bool All, bool Organisation)
{
    public static readonly SubjectSet Everyone = new([], All: true, Organisation: true);

    public static readonly SubjectSet Nobody = new([], All: false, Organisation: false);

    /// <summary>Whether it has the same subjects as another set.</summary>
    public bool IsSameAs(in SubjectSet other) => All == other.All && Organisation == other.Organisation && Systems.AsSpan().SequenceEqual(other.Systems);

    public bool HasSystem(int number)
    {
        if (All)
        {
            return true;
        }

        int low = 0, high = Systems.Length - 1, word = number >> 6;
        while (low <= high)
        {
            var middle = (low + high) >>> 1;
            if (Systems[middle].Word == word)
            {
                return (Systems[middle].Bits >> (number & 63) & 1) != 0;
            }

            (low, high) = Systems[middle].Word < word ? (middle + 1, high) : (low, middle - 1);
        }

        return false;
    }

    /// <summary>Packs numbers of systems, which it sorts.</summary>
    public static SystemBits[] Pack(List<int> numbers)
    {
        numbers.Sort();
        var packed = new List<SystemBits>();
        foreach (var number in numbers)
        {
            var bit = 1UL << (number & 63);
            if (packed.Count > 0 && packed[^1].Word == number >> 6)
            {
                packed[^1] = new(number >> 6, packed[^1].Bits | bit);
            }
            else
            {
                packed.Add(new(number >> 6, bit));
            }
        }

        return [.. packed];
    }

    /// <summary>Adds the numbers of packed systems to a list.</summary>
    public static void Unpack(SystemBits[] systems, List<int> numbers)
    {
        foreach (var (word, bits) in systems)
        {
            for (var left = bits; left != 0; left &= left - 1)
            {
                numbers.Add((word << 6) + BitOperations.TrailingZeroCount(left));
            }
        }
    }
}
