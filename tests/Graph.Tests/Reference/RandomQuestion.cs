namespace Graph.Tests.Reference;

/// <summary>A random view and one random argument for each question of <see cref="NaiveReference"/>.</summary>
public sealed record RandomQuestion(
    NaiveView View,
    IReadOnlyList<string>? Systems,
    string? Of,
    string Key,
    string Happening,
    string From,
    string To,
    int DepthMax);
