namespace Graph.Server.Import;

/// <summary>A node of a YAML file and where it begins, counted from 1.</summary>
internal abstract record YamlNode(int Line, int Column)
{
    /// <summary>What the node is, for people.</summary>
    public abstract string Shape { get; }

    /// <summary>The node as a raw value of a field: texts, lists and maps.</summary>
    public abstract object? Raw();
}

/// <summary>A scalar; every scalar is text, except a plain <c>null</c>, <c>~</c> or nothing.</summary>
internal sealed record YamlText(string? Value, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Shape => Value is null ? "nothing" : $"'{(Value.Length <= 80 ? Value : Value[..80] + "...")}'";

    public override object? Raw() => Value;
}

/// <summary>A list.</summary>
internal sealed record YamlList(IReadOnlyList<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Shape => "a list";

    public override object? Raw() => Items.Select(i => i.Raw()).ToList();
}

/// <summary>A map, in the order of the file; each key occurs once.</summary>
internal sealed record YamlMap(IReadOnlyList<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public override string Shape => "a map";

    public YamlNode? this[string name] => Entries.FirstOrDefault(e => e.Name == name)?.Value;

    public override object? Raw() => Entries.ToDictionary(e => e.Name, e => e.Value.Raw(), StringComparer.Ordinal);
}

/// <summary>One entry of a map.</summary>
internal sealed record YamlEntry(string Name, int Line, YamlNode Value);
