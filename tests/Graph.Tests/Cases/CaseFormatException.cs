namespace Graph.Tests.Cases;

/// <summary>A case file that cannot be read; the message starts with file and line.</summary>
internal sealed class CaseFormatException(string file, int line, string message)
    : Exception($"{file}:{line}: {message}");
