namespace Graph.Server.Export.Diagrams;

/// <summary>Of what a diagram is: the first row of each.</summary>
/// <param name="Question">What was asked, as GraphQL writes it.</param>
/// <param name="Revision">The revision that answers.</param>
/// <param name="On">The day that is judged.</param>
/// <param name="TruncatedBy">The limit that cut the answer short; null = complete.</param>
internal sealed record DiagramHead(string Question, long Revision, DateOnly On, string? TruncatedBy);

/// <summary>A document of a diagram.</summary>
/// <param name="Number">Its place among the documents, from 0.</param>
/// <param name="IsEnd">Whether it was asked for by its key.</param>
/// <param name="Key">Its key.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Title">The text by which people know it; null where it has none.</param>
/// <param name="Distance">The number of edges from the start.</param>
internal sealed record DiagramNode(int Number, bool IsEnd, string Key, string Kind, string? Title, int Distance);

/// <summary>An edge of a diagram, with the arrow that it has in the graph, whichever way it was followed.</summary>
/// <param name="Key">Its key, from|KIND|to.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="From">The number of the document at which it starts.</param>
/// <param name="To">The number of the document to which it leads.</param>
internal sealed record DiagramEdge(string Key, string Kind, int From, int To);
