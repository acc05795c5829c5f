using System.Globalization;

namespace Graph.Tests.Cases;

// A case file holds cases, one below the other. A line that starts with '#' is a comment; empty lines mean nothing.
//
//   case A planned control leaves the cell planned          a sentence about behaviour, unique among all files
//   today 2026-11-24                                        the day on which the questions are asked
//     Framework f kind:STANDARD                             a document: kind, key, fields
//     Requirement f:1 needsControl:true -PART_OF-> f        it may go on with arrows, each from the key before it
//     s -SUBJECT_TO-> f                                     an edge
//     s -HAS_RISK-> r -MITIGATED_BY-> c                     a chain is several edges
//     c -SATISFIES-> f:1 extent:PARTIAL                     fields of an edge follow its target
//   ask cells of:f systems:[s] on:2026-12-02                a question; a case may have several
//     f:1 | s | APPLICABLE | PLANNED | CONTROL_PLANNED(c), PROOF_MISSING(c) | - | because shallow=true
//   ask cells of:f systems:[]
//     nothing                                               the answer without rows
//
// Values: true, false, 2026-11-24, 12, [LIST,OF,TEXT], {fact:true}, or text; in "quotes" text whatever it looks like.
// Filled in where absent: title (name) = key, a Fact's title and a Requirement's ref = what follows the last colon, and
// for approvedOn, signedOn, submittedOn, rejectedOn or endedOn (superseded) the status and the person that go with it.
//
// The review of a link: reviewedOn:day, reviewedAgainst:day for the consolidation (absent = none), and what its ends said then
// where that was something else, then:[from.description=old words,to.title=Old name]. A link without one is not suspect.
//
// Asks and their rows (columns may be padded; lists in a column are in any order; 'because' is checked where written):
//   cells        [of:] [systems:]         requirement | subject or - | verdict | state | defects or - | credit or -
//   gaps         system: [of:]            the same, with 'inherited' as the subject of an organisation cell
//   coverage     of: [systems:] [by:]     of | met/owed | shallow | metWithCredit | STATE:n ... | VERDICT:n ...
//                                         by:SYSTEM or by:CHILD adds a row for each system or direct child
//   impact       of: event:               node | distance, nearest first, then by key
//   consequences of: event:               requirement | subject or - | verdict state credit | verdict state credit
//   trace        from: to:                a > b > c
// A defect is CODE(node), CODE(node name) for a missing fact, CODE(from -KIND-> to) for a link.
// Because: falseCondition, missing, formal, effective, legacyRule, statement, shallow, chain; for coverage withCredit.
// Every ask: on: (later than today = FORECAST; earlier needs asOf:HEAD = HINDSIGHT), renewals:ASSUMED,
// mappingSets:[..], meaningChanged:key (the View with which CHANGE compares; the API has no words for it, so GraphQL
// leaves such asks out).

/// <summary>Reads case files.</summary>
internal sealed class CaseFile
{
    private readonly string _file;
    private readonly List<Case> _cases = [];
    private string? _title;
    private int _titleLine;
    private DateOnly _today;
    private CaseGraphBuilder _graph = new();
    private List<CaseAsk> _asks = [];
    private (int Line, string Text, List<CaseRow> Rows)? _ask;

    private CaseFile(string file) => _file = file;

    /// <summary>All cases of all files of this folder, in the order of the files.</summary>
    public static IReadOnlyList<Case> ReadAll() =>
        [.. Directory.EnumerateFiles(Folder(), "*.case").Order(StringComparer.Ordinal)
            .SelectMany(path => Parse(Path.GetFileName(path), File.ReadAllText(path)))];

    /// <summary>The cases of one text; <paramref name="file"/> names it in errors.</summary>
    public static IReadOnlyList<Case> Parse(string file, string text)
    {
        var reader = new CaseFile(file);
        var number = 0;
        foreach (var line in text.Split('\n'))
            reader.Located(++number, () => reader.Read(number, line.TrimEnd()));
        reader.Located(number, reader.EndCase);
        return reader._cases;
    }

    private static string Folder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "graph.sln")))
            folder = folder.Parent;
        var root = folder?.FullName ?? throw new DirectoryNotFoundException("graph.sln is not above the tests");
        return Path.Combine(root, "tests", "Graph.Tests", "Cases");
    }

    private void Located(int line, Action read)
    {
        try
        {
            read();
        }
        catch (FormatException found)
        {
            throw new CaseFormatException(_file, line, found.Message);
        }
    }

    private void Read(int number, string line)
    {
        if (line.Length == 0 || line[0] == '#')
            return;
        if (line.StartsWith("case ", StringComparison.Ordinal))
            StartCase(number, line[5..].Trim());
        else if (_title is null)
            throw new FormatException("expected 'case' and a title");
        else if (line.StartsWith("  ", StringComparison.Ordinal))
            ReadIndented(line.Trim());
        else if (line.StartsWith("today ", StringComparison.Ordinal))
            _today = DateOnly.ParseExact(line[6..].Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture);
        else if (line.StartsWith("ask ", StringComparison.Ordinal))
            StartAsk(number, line[4..].Trim());
        else
            throw new FormatException($"expected case, today, ask or an indented line, found '{line}'");
    }

    private void ReadIndented(string line)
    {
        if (line[0] == '#')
            return;
        if (_ask is { } ask)
            ask.Rows.Add(CaseRowText.Parse(line, ask.Text));
        else
            _graph.Add(CaseTokens.Split(line));
    }

    private void StartCase(int number, string title)
    {
        EndCase();
        (_title, _titleLine, _today) = (title, number, default);
        (_graph, _asks) = (new CaseGraphBuilder(), []);
    }

    private void StartAsk(int number, string text)
    {
        EndAsk();
        if (_today == default)
            throw new FormatException("expected today before the first ask");
        List<CaseRow> rows = [];
        _asks.Add(CaseAskText.Parse(number, text, _today, rows));
        _ask = (number, text, rows);
    }

    private void EndAsk()
    {
        if (_ask is not { } ask)
            return;
        if (ask.Rows.Count == 0)
            throw new FormatException($"the ask of line {ask.Line} has no rows; write 'nothing' for none");
        if (ask.Rows is [{ Text: "nothing" }])
            ask.Rows.Clear();
        _ask = null;
    }

    private void EndCase()
    {
        if (_title is null)
            return;
        EndAsk();
        if (_asks.Count == 0)
            throw new FormatException($"the case of line {_titleLine} asks nothing");
        _cases.Add(new Case(_file, _titleLine, _title, _today, _graph.Build(_title), _asks));
        _title = null;
    }
}
