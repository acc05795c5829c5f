using System.Numerics;

namespace Graph.Tests.Reference;

/// <summary>Natural order of keys: runs of digits compare as numbers, everything else by code unit.</summary>
internal sealed class NaiveOrder : IComparer<string>
{
    public static readonly NaiveOrder Natural = new();

    public int Compare(string? x, string? y)
    {
        string left = x ?? "";
        string right = y ?? "";
        int i = 0;
        int j = 0;
        while (i < left.Length && j < right.Length)
        {
            int order;
            if (char.IsAsciiDigit(left[i]) && char.IsAsciiDigit(right[j]))
            {
                order = TakeNumber(left, ref i).CompareTo(TakeNumber(right, ref j));
            }
            else
            {
                order = left[i].CompareTo(right[j]);
                i++;
                j++;
            }

            if (order != 0)
            {
                return order;
            }
        }

        int rest = (left.Length - i).CompareTo(right.Length - j);
        return rest != 0 ? rest : string.CompareOrdinal(left, right);
    }

    private static BigInteger TakeNumber(string text, ref int index)
    {
        int start = index;
        while (index < text.Length && char.IsAsciiDigit(text[index]))
        {
            index++;
        }

        return BigInteger.Parse(text.AsSpan(start, index - start));
    }
}
