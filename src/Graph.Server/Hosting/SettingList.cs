using System.ComponentModel;
using System.Globalization;
using System.Reflection;

namespace Graph.Server.Hosting;

/// <summary>A setting that an operator may make.</summary>
/// <param name="Name">Its whole name, such as Graph:Api:TimeMax.</param>
/// <param name="Default">What it is where nobody makes it; null = nothing.</param>
/// <param name="Description">What it is for.</param>
internal sealed record Setting(string Name, string? Default, string Description);

/// <summary>Every setting that there is, as the options declare them.</summary>
internal static class SettingList
{
    /// <summary>The settings, those of one section together, in the order declared.</summary>
    public static IEnumerable<Setting> All() => Of("Graph", new ServerOptions());

    /// <summary>The names of what may be set of a section, with the types; a type that is no text is a section of its own.</summary>
    public static SortedDictionary<string, Type> TypesOf(Type section) =>
        new(PropertiesOf(section).ToDictionary(p => p.Name, p => p.PropertyType), StringComparer.OrdinalIgnoreCase);

    private static IEnumerable<PropertyInfo> PropertiesOf(Type section) =>
        section.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.SetMethod is { IsPublic: true } || p.PropertyType == typeof(IList<string>));

    private static IEnumerable<Setting> Of(string path, object section)
    {
        var (values, sections) = (new List<Setting>(), new List<Setting>());
        foreach (var property in PropertiesOf(section.GetType()))
        {
            var (name, value) = ($"{path}:{property.Name}", property.GetValue(section));
            if (property.PropertyType == typeof(IList<string>))
            {
                values.Add(new(name + ":0", null, Description(property, name)));
            }
            else if (TypeDescriptor.GetConverter(property.PropertyType).CanConvertFrom(typeof(string)))
            {
                values.Add(new(name, value is bool flag ? flag ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture) is { Length: > 0 } text ? text : null, Description(property, name)));
            }
            else
            {
                sections.AddRange(Of(name, value!));
            }
        }

        return [.. values, .. sections];
    }

    private static string Description(PropertyInfo property, string name) =>
        property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? throw new InvalidOperationException($"expected a description of {name}");
}
