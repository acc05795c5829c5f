using System.ComponentModel;
using System.Globalization;

namespace Graph.Server.Api;

/// <summary>A bound of the server.</summary>
/// <param name="Name">The name of its option, as clients see it.</param>
/// <param name="Maximum">Its value; times are in milliseconds.</param>
/// <param name="Description">What it bounds.</param>
internal sealed record Limit(string Name, long Maximum, string Description);

/// <summary>The limits that options hold: every property that is described is one.</summary>
internal static class LimitList
{
    /// <summary>The limits in the order declared.</summary>
    public static IReadOnlyList<Limit> Of(params IEnumerable<object> options) =>
    [
        .. from section in options
           from property in section.GetType().GetProperties()
           let text = (DescriptionAttribute?)Attribute.GetCustomAttribute(property, typeof(DescriptionAttribute))
           where text is not null
           let value = property.GetValue(section)
           select new Limit(
               char.ToLowerInvariant(property.Name[0]) + property.Name[1..], value is TimeSpan time ? (long)time.TotalMilliseconds : Convert.ToInt64(value, CultureInfo.InvariantCulture), text.Description),
    ];
}
