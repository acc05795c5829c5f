using System.Globalization;
using Graph.Engine.Views;

namespace Graph.Server.Api.Reading;

/// <summary>
/// All that a view is made of, written into ids and cursors, so that they mean the same tomorrow:
/// <c>revision.on.today.KIND.RENEWALS[.set,set]</c>. No key holds an @ or a comma.
/// </summary>
internal sealed record ViewStamp(
    long Revision, DateOnly On, DateOnly Today, ViewKind Kind, Renewals Renewals, IReadOnlyList<string>? MappingSets)
{
    private const string Day = "yyyy-MM-dd";

    public static ViewStamp Of(View view) => new(
        view.Snapshot.Head.Revision, view.On, view.Today, view.Kind, view.Renewals,
        view.MappingSets is null ? null : [.. view.MappingSets.Order(StringComparer.Ordinal)]);

    public static bool TryParse(string text, out ViewStamp stamp)
    {
        stamp = null!;
        var parts = text.Split('.', 6);
        if (parts.Length < 5
            || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            || !DateOnly.TryParseExact(parts[1], Day, out var on)
            || !DateOnly.TryParseExact(parts[2], Day, out var today)
            || !Words.Kinds.TryGetValue(parts[3], out var kind)
            || !Words.Renewals.TryGetValue(parts[4], out var renewals))
        {
            return false;
        }

        stamp = new(revision, on, today, kind, renewals, parts.Length < 6 ? null : parts[5].Length == 0 ? [] : parts[5].Split(','));
        return true;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Revision}.{On.ToString(Day)}.{Today.ToString(Day)}.{Words.Of(Kind)}.{Words.Of(Renewals)}{(MappingSets is null ? "" : "." + string.Join(',', MappingSets))}");

    private static class Words
    {
        public static readonly Dictionary<string, ViewKind> Kinds = Enum.GetValues<ViewKind>().Where(k => k != ViewKind.WhatIf).ToDictionary(k => Of(k), StringComparer.Ordinal);

        public static readonly Dictionary<string, Renewals> Renewals = Enum.GetValues<Renewals>().ToDictionary(r => Of(r), StringComparer.Ordinal);

        public static string Of<T>(T value)
            where T : struct, Enum => Types.EnumWords.Of(value);
    }
}
