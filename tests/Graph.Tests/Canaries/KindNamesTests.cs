using System.Text.RegularExpressions;
using Graph.Engine.Model;
using Graph.Tests.SeedStories;

namespace Graph.Tests.Canaries;

/// <summary>
/// Goal: what is done for one kind is done for every kind. Method: the source of server and stores, and of the rooms of the engine that know of no kind, is
/// searched for the names of kinds, as types, as texts, as what keys begin with, and in what names, plurals and beginnings of keys of a kind are compared with, switched on or looked for in, in whatever form; each place that has one is listed with why, and a line of the list that is not needed fails as well.
/// </summary>
public sealed partial class KindNamesTests
{
    private static readonly string[] Rooms =
    [
        "src/Graph.Server", "src/Graph.Stores", "src/Graph.Engine/Log", "src/Graph.Engine/Snapshots", "src/Graph.Engine/Writing", "src/Graph.Engine/Validation", "src/Graph.Engine/Views", "src/Graph.Engine/Traversal", "src/Graph.Engine/Time",
    ];

    private static readonly string[] Names = [.. GraphModel.Default.Kinds.Select(k => k.Name)];

    // File, the kinds that it may name, and why.
    private static readonly (string File, string Kinds, string Why)[] Exceptions =
    [
        ("Graph.Engine/Time/BindingDays.cs", "AiSystem Assessment Requirement", "Days of law: from when a requirement binds a system, and from when it is classified."),
        ("Graph.Engine/Time/CellHistory.cs", "AiSystem Requirement", "A cell is of a requirement and a system."),
        ("Graph.Engine/Time/DueDates.cs", "AiSystem Control", "Rules of the calendar: days on which a control begins or retires and a system is placed."),
        ("Graph.Engine/Time/EndingProof.cs", "Assessment Evidence", "What proves something, and how it ends."),
        ("Graph.Engine/Time/FallingCells.cs", "Assessment Evidence", "The cells that fall when proof ends."),
        ("Graph.Engine/Time/Sample.cs", "Evidence", "Samples are drawn of evidence."),
        ("Graph.Engine/Traversal/ImpactQuery.cs", "AiSystem Control Framework Mapping Requirement", "Rules of impact: through mappings that give credit, down headings."),
        ("Graph.Engine/Traversal/TraceQuery.cs", "Control Framework", "Rules of a chain: never through a framework to everything."),
        ("Graph.Engine/Validation/FieldValue.cs", "LegacyRule", "The one word that a day of a transitional rule may be."),
        ("Graph.Engine/Writing/ChangePlanner.Documents.cs", "Fact", "A fact that answers use is not deleted."),
        ("Graph.Engine/Writing/ChangePlanner.Ends.cs", "Fact", "Facts that documents name are declared, by keys that follow from their names."),
        ("Graph.Engine/Writing/Content.cs", "Framework Requirement", "What a requirement means is the consolidation of its text."),
        ("Graph.Server/Api/Reading/CellRef.cs", "AiSystem", "A cell is of a requirement and a system."),
        ("Graph.Server/Api/Reading/RequestContext.cs", "MappingSet", "The sets that a view takes credit from."),
        ("Graph.Server/Api/Types/AlignmentTypes.cs", "Framework Mapping", "Standards side by side, by their mappings."),
        ("Graph.Server/Api/Types/CellTypes.cs", "AiSystem Framework LegacyRule Mapping Requirement Statement", "Cells: of what, by what, through what."),
        ("Graph.Server/Api/Types/CertificationTypes.cs", "AiSystem Audit Certificate Requirement Task", "A plan is of tasks against a day of a system or a requirement; what a surveillance audit looks at is of a certificate and its audits."),
        ("Graph.Server/Api/Types/ComparisonTypes.cs", "AiSystem Requirement", "Cells that differ."),
        ("Graph.Server/Api/Types/ConformityTypes.cs", "AiSystem Person Requirement Task", "The way of a system through the Act, with who owns what is missing and the tasks for it."),
        ("Graph.Server/Api/Types/CoverageTypes.cs", "AiSystem", "Coverage by system."),
        ("Graph.Server/Api/Types/DueTypes.cs", "Person", "To whom what is due belongs."),
        ("Graph.Server/Api/Types/Filters.cs", "Requirement", "Of how many frameworks: question 6 of the design."),
        ("Graph.Server/Api/Types/FormTypes.cs", "Answer Template TemplateItem", "A row of a form: the item of a template and its answer."),
        ("Graph.Server/Api/Types/GovernanceTypes.cs", "AiSystem Assessment Audit Competence Framework ManagementReview OrganisationRole Person Requirement Statement", "Questions about the management system give these."),
        ("Graph.Server/Api/Types/IncidentTypes.cs", "AiSystem Incident IncidentNotice PartyNeed", "Who has to be told of an incident, because of which system, and by which notice."),
        ("Graph.Server/Api/Types/MutationTypes.cs", "Framework", "The Statement of Applicability is handed in and approved as a whole, of a standard."),
        ("Graph.Server/Api/Types/TimeTypes.cs", "AiSystem Evidence Requirement", "The calendar gives these."),
        ("Graph.Server/Api/Types/TimelineTypes.cs", "AiSystem Requirement", "Cells over time."),
        ("Graph.Server/Api/Types/TraversalTypes.cs", "AiSystem Control Requirement Risk", "The rows of a chain matrix."),
        ("Graph.Server/Api/Types/ViewTypes.cs", "AiSystem", "Gaps are of a system."),
        ("Graph.Server/Cli/FoundPerson.cs", "Person", "Whose name is erased."),
        ("Graph.Server/Cli/PackVerbs.cs", "AiSystem", "Of what a pack is."),
        ("Graph.Server/Export/Documents/ApplicabilityPage.cs", "Framework Statement", "A document that prints: a table a standard, and how its statements were decided on."),
        ("Graph.Server/Export/Documents/FormPage.cs", "Assessment", "A document that prints: an assessment has impacts and risks beside its forms."),
        ("Graph.Server/Export/Documents/MinutesPage.cs", "ManagementReview ReviewDecision", "A document that prints: the minutes of a review."),
        ("Graph.Server/Export/Documents/PrintedDocuments.cs", "AiSystem ManagementReview", "Which documents print: the technical file is of a system, and minutes show what the review looked at."),
        ("Graph.Server/Export/Documents/PrintedPage.cs", "Answer Template TemplateItem", "A document that prints: forms are tables of items and answers."),
        ("Graph.Server/Export/Documents/TechnicalFilePage.cs", "Assessment Control Evidence Metric Template TemplateItem", "A document that prints: the technical file lists what a system has."),
        ("Graph.Server/Export/ExportEndpoint.cs", "AiSystem MappingSet", "Parameters of exports: systems, sets."),
        ("Graph.Server/Export/Exports.cs", "AiSystem Evidence Framework", "Coverage, gaps and what proof there is, as rows."),
        ("Graph.Server/Export/GapRows.cs", "AiSystem Requirement", "Gaps are of systems and requirements."),
        ("Graph.Server/Export/Packs/ChainDiagram.cs", "Requirement", "How a requirement is drawn."),
        ("Graph.Server/Export/Packs/EvidencePack.cs", "Evidence Framework Person Requirement", "A document that prints: its pages are about these."),
        ("Graph.Server/Export/Packs/SystemDocuments.cs", "OrganisationRole Person Requirement ScopeStatement", "What belongs to a system: roles, people and scopes lead to everything."),
        ("Graph.Server/Export/Reports/MonthlyReport.cs", "Finding Framework Incident Metric Objective", "A document that prints: its tables are of these."),
        ("Graph.Server/Export/RowMaps.cs", "Requirement", "Rows of cells name a requirement by its reference."),
        ("Graph.Server/Export/StatementOfApplicability.cs", "AiSystem Control Framework Requirement Statement", "A document that prints: it states of requirements."),
        ("Graph.Server/Import/ChangeSplitter.cs", "Fact", "The keys of facts that answers use stand in no edge, so that they are looked for."),
    ];

    [Fact]
    public void Nothing_outside_declarations_and_rules_names_a_kind()
    {
        var found = Rooms.SelectMany(r => Directory.EnumerateFiles(System.IO.Path.Combine(SeedStory.Root, r), "*.cs", SearchOption.AllDirectories))
            .Where(f => !f.Replace('\\', '/').Contains("/obj/", StringComparison.Ordinal) && !f.Replace('\\', '/').Contains("/bin/", StringComparison.Ordinal))
            .Select(f => (File: System.IO.Path.GetRelativePath(System.IO.Path.Combine(SeedStory.Root, "src"), f).Replace('\\', '/'), Kinds: string.Join(' ', Named(File.ReadAllText(f)))))
            .Where(f => f.Kinds.Length > 0).OrderBy(f => f.File, StringComparer.Ordinal).ToList();
        var unexpected = found.Except(Exceptions.Select(e => (e.File, e.Kinds))).Select(f => $"{f.File} names {f.Kinds}: do it for every kind, or say here why not");
        var unneeded = Exceptions.Select(e => (e.File, e.Kinds)).Except(found).Select(e => $"{e.File} does not name exactly {e.Kinds} any more: mend the list");
        var wrong = unexpected.Concat(unneeded).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
        Assert.All(Exceptions, e => Assert.NotEmpty(e.Why));
    }

    [Fact]
    public void A_kind_that_is_named_is_seen_as_type_and_as_text_and_not_in_comments()
    {
        foreach (var name in Names)
        {
            Assert.Equal([name], Named($"if (document.Kind == {name}Kind.Kind) {{ }}"));
            Assert.Equal([name], Named($"var found = model.TryGetKind(\"{name}\", out _);"));
            var kind = GraphModel.Default.Kinds.Single(k => k.Name == name);
            Assert.Contains(name, Named($"return d.Kind.CamelName == \"{kind.CamelName}\";"));
            Assert.Contains(name, Named($"return d.Kind.Plural is \"{kind.Plural}\";"));
            Assert.Contains(name, Named($"return d.Key.StartsWith(\"{kind.KeyPrefix}:\", StringComparison.Ordinal);"));
            Assert.Contains(name, Named($"return d.Kind.Name.StartsWith(\"{name[..^1]}\", StringComparison.Ordinal);"));
            Assert.Equal([name], Named($"return kind.Name is \"{name}\" or \"other\"; // A reason."));
            Assert.Empty(Named($"// Only {name}Kind or \"{name}\".\n    /// <summary><see cref=\"{name}Kind\"/></summary>\nvar {name} = \"no {name} at all\";"));
        }
    }

    [Theory]
    [InlineData("if (kind.{0}.Equals({1})) {{ }}")]
    [InlineData("if (kind.{0}.Equals({1}, StringComparison.Ordinal)) {{ }}")]
    [InlineData("if ({1}.Equals(d.Kind.{0}, StringComparison.Ordinal)) {{ }}")]
    [InlineData("if (string.Equals(d.Kind.{0}, {1}, StringComparison.Ordinal)) {{ }}")]
    [InlineData("if (StringComparer.Ordinal.Equals({1}, d.Kind.{0})) {{ }}")]
    [InlineData("if (string.CompareOrdinal(d.Kind.{0}, {1}) == 0) {{ }}")]
    [InlineData("if ({1} == kind.{0}) {{ }}")]
    [InlineData("if ({1} != document.Kind.{0}) {{ }}")]
    [InlineData("if (kind.{0} != {1}) {{ }}")]
    [InlineData("if (kind?.{0} is not \"other\" and not {1}) {{ }}")]
    [InlineData("if (kind.{0} is not (\"other\" or {1})) {{ }}")]
    [InlineData("return kind.{0} switch {{ {1} => 1, _ => 0 }};")]
    [InlineData("return (kind.{0}, other) switch\n{{\n    (\"other\", _) => new() {{ A = 1 }},\n    ({1}, true) => new() {{ A = 2 }},\n}};")]
    [InlineData("switch (kind.{0})\n{{\n    case \"other\": {{ break; }}\n    case {1}: break;\n}}")]
    [InlineData("if (((string[])[\"other\", {1}]).Contains(kind.{0})) {{ }}")]
    [InlineData("if (new[] {{ {1}, \"other\" }}.Contains(kind.{0}, StringComparer.Ordinal)) {{ }}")]
    [InlineData("return kind.{0}.StartsWith({1});")]
    [InlineData("return kind.{0}.EndsWith({1}, StringComparison.Ordinal);")]
    [InlineData("return d.Kind.{0}.Contains({1});")]
    public void A_kind_is_seen_in_every_form_in_which_a_name_of_it_is_compared(string form)
    {
        foreach (var kind in GraphModel.Default.Kinds)
        {
            foreach (var (property, name) in new[] { ("Name", kind.Name), ("CamelName", kind.CamelName), ("Plural", kind.Plural), ("KeyPrefix", kind.KeyPrefix) })
            {
                var code = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, property, $"\"{name}\"");
                Assert.True(Named(code).Contains(kind.Name), $"{code} names {kind.Name}");
                Assert.DoesNotContain(kind.Name, Named("// " + code.Replace("\n", "\n// ", StringComparison.Ordinal)));
            }
        }
    }

    [Theory]
    [InlineData("Make.Argument(\"framework\", Make.Must(types.String), \"The key of the standard.\");")]
    [InlineData("page.Table([\"control\", \"evidence\"], kinds.Select(k => k.Plural));")]
    [InlineData("return kind.Plural + \"s\"; }\n\nprivate string B => field.Name switch { \"statement\" => 1, _ => 0 };")]
    [InlineData("export.Name == \"evidence\" && list.Contains(kind.Plural)")]
    public void A_word_that_is_compared_with_no_name_of_a_kind_names_none(string code) => Assert.Empty(Named(code));

    private static IEnumerable<string> Named(string source)
    {
        var code = string.Join('\n', source.Split('\n').Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal)));
        var words = Words().Matches(code).Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Groups[2].Value).ToHashSet(StringComparer.Ordinal);
        var prefixes = Prefixes().Matches(code).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var compared = Compared().Matches(code).Select(m => m.Value).Concat(Switches().Matches(code).Select(m => Block(code, m.Index + m.Length)))
            .SelectMany(text => Literals().Matches(text)).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        var parts = Parts().Matches(code).Select(m => m.Groups[1].Value).ToHashSet(StringComparer.Ordinal);
        return GraphModel.Default.Kinds
            .Where(k => (string[])[k.Name, k.CamelName, k.Plural, k.KeyPrefix] is var names
                && (words.Contains(k.Name) || prefixes.Contains(k.KeyPrefix) || names.Any(compared.Contains) || parts.Any(p => names.Any(n => n.Contains(p, StringComparison.Ordinal)))))
            .Select(k => k.Name).Order(StringComparer.Ordinal);
    }

    // What stands between a brace that has just been opened and its end.
    private static string Block(string code, int begin)
    {
        var end = begin;
        for (var open = 1; end < code.Length && open > 0; end++)
        {
            open += code[end] switch { '{' => 1, '}' => -1, _ => 0 };
        }

        return code[begin..end];
    }

    [GeneratedRegex("\\b(\\w+)Kind\\b|\"(\\w+)\"")]
    private static partial Regex Words();

    [GeneratedRegex("\"([a-z][a-z-]*):")]
    private static partial Regex Prefixes();

    [GeneratedRegex("\"([\\w-]+)\"")]
    private static partial Regex Literals();

    // In this order: what follows an operator or a pattern; what stands before an operator; the argument of a method of the name; the name as an argument of a method of the
    // literal; both as arguments; a list that is to hold the name. A name of a kind in its own writing is found as a word anywhere, so that Name is not looked for here.
    [GeneratedRegex("""
        \b(?:CamelName|Plural|KeyPrefix)[!?]?\s*(?:==|!=|is\b)(?:[\s(]|not\b|or\b|and\b|"[\w-]+")*
        |"[\w-]+"\s*(?:==|!=)\s*[\w.?!()[\]]*\b(?:CamelName|Plural|KeyPrefix)\b
        |\b(?:CamelName|Plural|KeyPrefix)[!?]?\.(?:Equals|CompareTo)\(\s*"[\w-]+"
        |"[\w-]+"\.\w+\(\s*[\w.?!]*\b(?:CamelName|Plural|KeyPrefix)\b
        |\b(?:Equals|Compare\w*)\([^()]*\b(?:CamelName|Plural|KeyPrefix)\b[^()]*\)
        |[[{][^[\]{}]*[\]}]\)*\.Contains\([^()]*\b(?:CamelName|Plural|KeyPrefix)\b
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Compared();

    [GeneratedRegex("""\b(?:CamelName|Plural|KeyPrefix)\b[^;{}]*\bswitch\s*\{|\bswitch\s*\([^;{}]*\b(?:CamelName|Plural|KeyPrefix)\b[^;{}]*\)\s*\{""")]
    private static partial Regex Switches();

    // Of a name it is enough to ask for a part.
    [GeneratedRegex("""\b(?:CamelName|Plural|KeyPrefix|(?:[kK]ind|k)\??\.Name)[!?]?\.(?:StartsWith|EndsWith|Contains|IndexOf)\(\s*"([\w-]+)""")]
    private static partial Regex Parts();
}
