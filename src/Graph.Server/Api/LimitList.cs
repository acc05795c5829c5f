using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Graph.Server.Api;

/// <summary>A bound of the server.</summary>
/// <param name="Name">The name of its option, as clients see it.</param>
/// <param name="Maximum">Its value; times are in milliseconds.</param>
/// <param name="Description">What it bounds.</param>
internal sealed record Limit(string Name, long Maximum, string Description);

/// <summary>The limits that options hold: every number and time that is described is one.</summary>
internal static class LimitList
{
    /// <summary>The limits in the order declared.</summary>
    public static IReadOnlyList<Limit> Of(params IEnumerable<object> options) =>
    [
        .. from section in options
           from property in section.GetType().GetProperties()
           let text = (DescriptionAttribute?)Attribute.GetCustomAttribute(property, typeof(DescriptionAttribute))
           let value = property.GetValue(section)
           where text is not null && value is int or long or TimeSpan
           select value is TimeSpan time
               ? new Limit(Name(property), (long)time.TotalMilliseconds, text.Description + " In milliseconds.")
               : new Limit(Name(property), Convert.ToInt64(value, CultureInfo.InvariantCulture), text.Description),
    ];

    private static string Name(PropertyInfo property) => char.ToLowerInvariant(property.Name[0]) + property.Name[1..];
}
