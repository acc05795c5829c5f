using Graph.Engine.Model;
using Graph.Engine.Validation;
using Graph.Server.Api.Reading;
using Graph.Server.Export;

namespace Graph.Server.Import;

/// <summary>The columns that a CSV file may have, which follow from what the model declares, and those that its header names.</summary>
internal sealed class CsvColumns
{
    private const string KeyName = "key";
    private const string SourceName = "external.source";
    private const string IdName = "external.id";

    private static readonly string[] Ends = ["from", "kind", "to"];

    private readonly Dictionary<string, CsvColumn> allowed;
    private readonly HashSet<string> authority;
    private readonly CsvContent content;

    /// <summary>The columns of what a file holds.</summary>
    /// <param name="content">What it holds.</param>
    /// <param name="model">The kinds and edge kinds.</param>
    /// <param name="takesAuthority">Whether the file may carry approvals: a seed.</param>
    public CsvColumns(CsvContent content, GraphModel model, bool takesAuthority)
    {
        this.content = content;
        var fields = content.Kind?.Fields ?? [.. model.Edges.SelectMany(e => e.Fields).DistinctBy(f => f.Name)];
        IEnumerable<CsvColumn> columns = content.Kind is { } kind
            ? [.. ((string[])[KeyName, SourceName, IdName]).Select(CsvColumn.Key), .. fields.Where(IsAllowed).Select(CsvColumn.Of), .. model.EdgesFrom(kind).Select(CsvColumn.Edge)]
            : [.. Ends.Select(CsvColumn.Key), .. fields.Where(IsAllowed).Select(CsvColumn.Of)];
        allowed = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
        authority = [.. fields.Where(f => !IsAllowed(f)).Select(f => f.Name)];

        bool IsAllowed(Field field) => takesAuthority || field.Access != FieldAccess.Authority;
    }

    /// <summary>The columns that a header names, in its order; null where something is wrong with it.</summary>
    /// <param name="names">The cells of the header.</param>
    /// <param name="fault">Takes each fault with the name of the column, or null.</param>
    public IReadOnlyList<CsvColumn>? Of(IReadOnlyList<string> names, Action<ViolationCode, string?, string> fault)
    {
        var isFaulty = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Count; i++)
        {
            var name = names[i];
            if (name.Length == 0)
            {
                Fault(ViolationCode.Validation, null, $"expected a name for each column, found none for column {i + 1}");
            }
            else if (authority.Contains(name))
            {
                Fault(ViolationCode.Forbidden, name, $"expected no column '{name}': it is set by submit, approve, sign, reject, withdraw or the server, never by an import");
            }
            else if (!allowed.ContainsKey(name))
            {
                Fault(ViolationCode.Validation, name, $"expected a column of {Holds} ({NearNames.Of(name, allowed.Keys)}), found '{Text.Short(name)}'");
            }
            else if (!seen.Add(name))
            {
                Fault(ViolationCode.Validation, name, $"expected each column once, found '{name}' again");
            }
        }

        foreach (var missing in Missing(seen))
        {
            Fault(ViolationCode.Validation, missing, content.Kind is null
                ? $"expected a column '{missing}': links have {string.Join(", ", Ends)} and what edges carry"
                : $"expected a column '{missing}', or {SourceName} and {IdName}, found neither");
        }

        return isFaulty ? null : [.. names.Select(n => allowed[n])];

        void Fault(ViolationCode code, string? column, string reason)
        {
            isFaulty = true;
            fault(code, column is null ? null : Text.Short(column), reason);
        }
    }

    /// <summary>A row as the node that a YAML file would hold in its place; empty cells are not part of it.</summary>
    /// <param name="columns">The columns of the header.</param>
    /// <param name="cells">As many cells.</param>
    /// <param name="line">The line on which the row begins.</param>
    /// <param name="fault">Takes each fault with the name of its column.</param>
    public static SourceMap Row(IReadOnlyList<CsvColumn> columns, IReadOnlyList<string> cells, int line, Action<string, string> fault)
    {
        var entries = new List<SourceEntry>(columns.Count);
        var external = new List<SourceEntry>();
        for (var i = 0; i < columns.Count; i++)
        {
            if (!string.IsNullOrWhiteSpace(cells[i]))
            {
                var name = columns[i].Name;
                var value = columns[i].Read(new(FormulaMark.Remove(cells[i]), line, i + 1, reason => fault(name, reason)));
                switch (name)
                {
                    case SourceName:
                        external.Add(new("source", line, value));
                        break;
                    case IdName:
                        external.Add(new("id", line, value));
                        break;
                    default:
                        entries.Add(new(name, line, value));
                        break;
                }
            }
        }

        if (external.Count > 0)
        {
            entries.Add(new("external", line, new SourceMap(external, line, 1)));
        }

        return new(entries, line, 1);
    }

    private string Holds => content.Kind?.Name ?? "links";

    private IEnumerable<string> Missing(HashSet<string> given) =>
        content.Kind is null ? Ends.Where(e => !given.Contains(e))
        : given.Contains(KeyName) || (given.Contains(SourceName) && given.Contains(IdName)) ? []
        : [KeyName];
}
