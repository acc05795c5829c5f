using System.Text;
using CsCheck;

namespace Graph.Tests.Fuzz;

/// <summary>Changes to bytes such as mistakes, attacks and chance make.</summary>
internal static class Mutation
{
    private static readonly string[] Words =
    [
        "{", "}", "[", "]", "(", ")", ":", ",", "\"", "\\", "'", "\"\"\"", "\n", "\r\n", "\t", " ", "-", "#", "&", "*", "|", ">", "%", "@", "!", "?", "~", "=", ";",
        "null", "true", "false", "0", "-0", "-1", "1e400", "99999999999999999999", "2147483648", "0.1", "NaN",
        "\\u0000", "\\ud800", "\u0000", "\u0001", "\ufeff", "\u202e", "é", "e\u0301", "😀", "2026-02-30", "0001-01-01", "9999-12-31", "2026-11-24T09:00:00Z", "24:00",
        "$", "$x", "...", "...F", "fragment F on View { ...F }", "on View", "@skip(if: true)", "@include(if: $x)", "__typename", "__schema{types{name}}", "mutation", "subscription", "query",
        "a: ", "&a ", "*a", "<<: ", "!!binary ", "---\n", "...\n", "documents:", "links:", "changes:", "delete:", "key:", "ai-system:credit-scoring", "eu-ai-act", "eu-ai-act:12(1)",
        "risk:", "control:", "evidence:", "|", "HAS_RISK", "SATISFIES", "~0000000000000000000000000000000000000000000000000000000000000000", "{\"query\":", "\"variables\":", "\"extensions\":",
    ];

    private static readonly Gen<Func<byte[], byte[]>> One = Gen.OneOf(
        Gen.Select(Gen.Double.Unit, Gen.Byte, (at, value) => On(bytes => Replace(bytes, Place(bytes, at), Math.Min(1, bytes.Length - Place(bytes, at)), [value]))),
        Gen.Select(Gen.Double.Unit, Gen.OneOf(Array.ConvertAll(Words, word => Gen.Const(word))), (at, word) => On(bytes => Replace(bytes, Place(bytes, at), 0, Encoding.UTF8.GetBytes(word)))),
        Gen.Select(Gen.Double.Unit, Gen.OneOf(Array.ConvertAll(Words, word => Gen.Const(word))), (at, word) => On(bytes => Replace(bytes, Word(bytes, at), WordEnd(bytes, at) - Word(bytes, at), Encoding.UTF8.GetBytes(word)))),
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, (at, from) => On(bytes => Replace(bytes, Word(bytes, at), WordEnd(bytes, at) - Word(bytes, at), bytes[Word(bytes, from)..WordEnd(bytes, from)]))),
        Gen.Select(Gen.Double.Unit, Gen.Int[0, 99], (at, number) => On(bytes => Replace(bytes, Word(bytes, at), WordEnd(bytes, at) - Word(bytes, at), Encoding.UTF8.GetBytes($"{number}")))),
        Gen.Select(Gen.Double.Unit, Gen.Int[1, 40], (at, count) => On(bytes => Replace(bytes, Place(bytes, at), Math.Min(count, bytes.Length - Place(bytes, at)), []))),
        Gen.Select(Gen.Double.Unit, Gen.Int[1, 200], Gen.Int[1, 60], (at, length, times) => On(bytes => Repeat(bytes, Place(bytes, at), length, times))),
        Gen.Select(Gen.Double.Unit, Gen.Double.Unit, Gen.Int[1, 80], (from, to, length) => On(bytes => Move(bytes, Place(bytes, from), Place(bytes, to), length))),
        Gen.Select(Gen.Double.Unit, at => On(bytes => bytes[..Place(bytes, at)])));

    // Mostly few: what is changed in many places seldom gets past the parser.
    private static readonly Gen<Func<byte[], byte[]>[]> Some = Gen.Frequency((6, One.Array[1]), (3, One.Array[2, 3]), (1, One.Array[4, 8]));

    /// <summary>Bytes of a corpus, changed in one to eight places; seldom one entry runs into another.</summary>
    public static Gen<byte[]> Of(IReadOnlyList<byte[]> corpus) =>
        Gen.Select(Gen.Int[0, corpus.Count - 1], Gen.Int[0, corpus.Count - 1], Gen.Int[0, 19], Some, (first, second, joined, changes) =>
            changes.Aggregate(joined == 0 ? [.. corpus[first][..(corpus[first].Length / 2)], .. corpus[second][(corpus[second].Length / 2)..]] : corpus[first], (bytes, change) => change(bytes)));

    private static Func<byte[], byte[]> On(Func<byte[], byte[]> change) => bytes => bytes.Length == 0 ? bytes : change(bytes);

    private static int Place(byte[] bytes, double at) => (int)(at * bytes.Length);

    private static bool IsWord(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'_' or (byte)'-' or (byte)'$';

    private static int Word(byte[] bytes, double at)
    {
        var start = Place(bytes, at);
        while (start > 0 && IsWord(bytes[start - 1]))
        {
            start--;
        }

        return start;
    }

    private static int WordEnd(byte[] bytes, double at)
    {
        var end = Place(bytes, at);
        while (end < bytes.Length && IsWord(bytes[end]))
        {
            end++;
        }

        return end;
    }

    private static byte[] Replace(byte[] bytes, int at, int count, byte[] by) => [.. bytes[..at], .. by, .. bytes[(at + count)..]];

    private static byte[] Repeat(byte[] bytes, int at, int length, int times)
    {
        var part = bytes.AsSpan(at, Math.Min(length, bytes.Length - at)).ToArray();
        return [.. bytes[..at], .. Enumerable.Repeat(part, times).SelectMany(p => p), .. bytes[at..]];
    }

    private static byte[] Move(byte[] bytes, int from, int to, int length)
    {
        var part = bytes.AsSpan(from, Math.Min(length, bytes.Length - from)).ToArray();
        return Replace(bytes, to, 0, part);
    }
}
