namespace Graph.Engine.Model.Catalogue;

/// <summary>One author's set of mappings between frameworks.</summary>
public static class MappingSetKind
{
    /// <summary>The title.</summary>
    public static readonly Field Title = Field.Text("title", "What it maps.", required: true, lengthMax: 300);

    /// <summary>Whether it is disputed.</summary>
    public static readonly Field Disputed = Field.Boolean("disputed", "Whether its verdicts are disputed; such a set gives no credit.", meaning: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "MappingSet", "mappingSets", "mapping-set", KindGroup.Catalogue,
        "One author's set of mappings between requirements of different frameworks. Supporting evidence, not certification.", Title,
        [
            Title,
            Field.Text("author", "Who made it.", lengthMax: 300),
            Field.Word("method", Words.Method, "How it was made."),
            Field.Word("confidence", Words.Confidence, "How sure the set is as a whole."),
            Field.Text("licence", "Under what licence it may be used.", lengthMax: 300),
            Field.Date("publishedOn", "The day of publication."),
            Disputed,
            Field.Text("disputedReason", "Why it is disputed.", lengthMax: 2_000),
            Field.Text("attribution", "What to show with every use.", lengthMax: 2_000),
        ]);
}
