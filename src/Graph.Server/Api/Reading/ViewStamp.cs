using System.Globalization;
using Graph.Engine.Views;

namespace Graph.Server.Api.Reading;

/// <summary>
/// All that a view is made of, written into ids and cursors, so that they mean the same tomorrow:
/// <c>revision.on.today.KIND[~assumption].RENEWALS[.set,set]</c>. No key holds an @ or a comma.
/// </summary>
/// <param name="Revision">The revision, of what if the one on which it stands.</param>
/// <param name="On">The day judged.</param>
/// <param name="Today">The day from which the question looks.</param>
/// <param name="Kind">What kind of question it answers.</param>
/// <param name="Renewals">Whether proof valid today counts as renewed.</param>
/// <param name="MappingSets">The mapping sets that may give credit; null = all.</param>
/// <param name="Assumption">WHAT_IF: the id of what is assumed.</param>
internal sealed record ViewStamp(
    long Revision, DateOnly On, DateOnly Today, ViewKind Kind, Renewals Renewals, IReadOnlyList<string>? MappingSets, string? Assumption)
{
    private const string Day = "yyyy-MM-dd";
    private const char AssumptionMark = '~';

    public static ViewStamp Of(View view, string? assumption = null) => new(
        view.Snapshot.Head.Revision, view.On, view.Today, view.Kind, view.Renewals,
        view.MappingSets is null ? null : [.. view.MappingSets.Order(StringComparer.Ordinal)], assumption);

    public static bool TryParse(string text, out ViewStamp stamp)
    {
        stamp = null!;
        var parts = text.Split('.', 6);
        if (parts.Length < 5
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || !DateOnly.TryParseExact(parts[1], Day, out var on)
            || !DateOnly.TryParseExact(parts[2], Day, out var today)
            || !Words.Kinds.TryGetValue(parts[3].Split(AssumptionMark)[0], out var kind)
            || !Words.Renewals.TryGetValue(parts[4], out var renewals))
        {
            return false;
        }

        var mark = parts[3].IndexOf(AssumptionMark, StringComparison.Ordinal);
        if (kind == ViewKind.WhatIf != mark >= 0)
        {
            return false;
        }

        stamp = new(
            revision, on, today, kind, renewals, parts.Length < 6 ? null : parts[5].Length == 0 ? [] : parts[5].Split(','),
            mark < 0 ? null : parts[3][(mark + 1)..]);
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Revision}.{On.ToString(Day)}.{Today.ToString(Day)}.{Words.Of(Kind)}{(Assumption is null ? "" : AssumptionMark + Assumption)}.{Words.Of(Renewals)}{(MappingSets is null ? "" : "." + string.Join(',', MappingSets))}");

    private static class Words
    {
        public static readonly Dictionary<string, ViewKind> Kinds = Enum.GetValues<ViewKind>().ToDictionary(k => Of(k), StringComparer.Ordinal);

        public static readonly Dictionary<string, Renewals> Renewals = Enum.GetValues<Renewals>().ToDictionary(r => Of(r), StringComparer.Ordinal);

        public static string Of<T>(T value)
            where T : struct, Enum => Types.EnumWords.Of(value);
    }
}
