namespace Graph.Engine.Analysis;

/// <summary>The version of the method by which cells are judged: it changes whenever the same graph could give other numbers.</summary>
public static class Method
{
    /// <summary>The version of today.</summary>
    public const string Version = "7";
}
