namespace Graph.Server.Import;

/// <summary>A node of a file and where it begins, counted from 1: YAML is read into such nodes, and the rows of CSV into the same ones.</summary>
internal abstract record SourceNode(int Line, int Column)
{
    /// <summary>What the node is, for people.</summary>
    public abstract string Shape { get; }

    /// <summary>The node as a raw value of a field: texts, lists and maps.</summary>
    public abstract object? Raw();
}

/// <summary>A scalar; every scalar is text, except a plain <c>null</c>, <c>~</c> or nothing.</summary>
internal sealed record SourceText(string? Value, int Line, int Column) : SourceNode(Line, Column)
{
    public override string Shape => Value is null ? "nothing" : $"'{(Value.Length <= 80 ? Value : Value[..80] + "...")}'";

    public override object? Raw() => Value;
}

/// <summary>A list.</summary>
internal sealed record SourceList(IReadOnlyList<SourceNode> Items, int Line, int Column) : SourceNode(Line, Column)
{
    public override string Shape => "a list";

    public override object? Raw() => Items.Select(i => i.Raw()).ToList();
}

/// <summary>A map, in the order of the file; each key occurs once.</summary>
internal sealed record SourceMap(IReadOnlyList<SourceEntry> Entries, int Line, int Column) : SourceNode(Line, Column)
{
    public override string Shape => "a map";

    public SourceNode? this[string name] => Entries.FirstOrDefault(e => e.Name == name)?.Value;

    public override object? Raw() => Entries.ToDictionary(e => e.Name, e => e.Value.Raw(), StringComparer.Ordinal);
}

/// <summary>One entry of a map.</summary>
internal sealed record SourceEntry(string Name, int Line, SourceNode Value);
