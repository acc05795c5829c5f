namespace Graph.Engine.Analysis;

/// <summary>How cells are judged, as a version: numbers travel with it, and those of different versions do not compare.</summary>
public static class Method
{
    /// <summary>The version; it changes whenever the same graph gives other verdicts, states or credit.</summary>
    public const string Version = "1";
}
