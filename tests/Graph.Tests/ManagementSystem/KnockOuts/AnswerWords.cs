using Graph.Engine.Model;
using Graph.Server.Api;
using GraphQL;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace Graph.Tests.ManagementSystem.KnockOuts;

/// <summary>A field of an answer that is no document and says a word, or yes or no.</summary>
/// <param name="Name">Its type and name.</param>
/// <param name="Type">The type of what it says.</param>
/// <param name="Words">Everything that it may say.</param>
internal sealed record AnswerField(string Name, string Type, IReadOnlyList<string> Words);

/// <summary>What the questions of View say in words beside the documents themselves, found in the schema, so that whoever adds a question or a word is told that nothing tries it.</summary>
internal static class AnswerWords
{
    // Cells and what is counted over them, in time and along paths: what they say is compared with a naive model in the tests of coverage. Of cells the picture has those of Annex A.
    private static readonly string[] OfCoverage =
    [
        "cells", "gaps", "coverage", "statistics", "impact", "trace", "chainMatrix", "compare", "coverageTimeline", "cellHistory", "remedies", "suspectLinks", "expiring", "calendar", "sample",
    ];

    private static readonly string[] PartsOfCoverage = ["Cell", "Coverage", "EndingProof", "PageInfo"];

    // Those that say what is declared, and so the same of every organisation.
    private static readonly string[] Declared = ["Criterion.phase", "ReadinessPhase.phase", "AgendaInput.source", "SectorRule.sector"];

    private static readonly ApiSchema Schema = new(GraphModel.Default, new());

    /// <summary>The line on which the picture tells a field: what it says there, or null where the line is about something else.</summary>
    public static IReadOnlyDictionary<string, Func<string[], string?>> ToldBy { get; } = new Dictionary<string, Func<string[], string?>>(StringComparer.Ordinal)
    {
        ["Criterion.state"] = At("criterion", 2),
        ["Shortfall.code"] = line => line[0] is "row" ? line[2] : line[0] is "way" or "supplementary" ? line[1] : line.Index().Where(w => w.Item.EndsWith(';') && w.Index + 1 < line.Length).Select(w => line[w.Index + 1]).FirstOrDefault(),
        ["ExaminedRow.inTime"] = line => line[0] == "examined" ? (line[2] == "not" ? "false" : "true") : null,
        ["CompetenceGap.needed"] = At("gap", 5),
        ["CompetenceGap.shown"] = At("gap", 7),
        ["RequiredAssessment.kind"] = At("assessment", 2),
        ["RequiredAssessment.verdict"] = At("assessment", 3),
        ["RequiredAssessment.standing"] = At("assessment", 4),
        ["FormRow.state"] = At("item", 2),
        ["FormRow.missing"] = At("item-asked", 3),
        ["FormRow.known"] = At("item-asked", 5),
        ["Conformity.route"] = At("route", 1),
        ["ConformityProcedure.route"] = At("procedure", 2),
        ["ConformityProcedure.binds"] = At("procedure", 3),
        ["ConformityStepResult.step"] = At("step", 1),
        ["ConformityStepResult.state"] = At("step", 2),
        ["ConformityStepResult.verdict"] = At("step-bound", 2),
        ["StepDisorder.earlier"] = At("disorder", 1),
        ["StepDisorder.later"] = At("disorder", 2),
        ["StepDisorder.unresolved"] = line => line[0] == "disorder" ? (line.Length > 3 ? "true" : "false") : null,
        ["Modification.substantial"] = At("modification", 3),
        ["RoleChange.becomes"] = At("role-change", 2),
        ["SupplementaryItem.step"] = At("planned-for", 2),
        ["SupplementaryItem.unresolved"] = At("planned-for", 4),
        ["SupplementaryItem.overdue"] = At("planned-for", 6),
        ["TaskPlan.inTime"] = At("plan", 6),
        ["PlannedTask.done"] = line => line[0] == "task" ? (line[2] == "done" ? "true" : "false") : null,
        ["PlannedTask.critical"] = line => line[0] == "task" ? (line[^1] == "critical" ? "true" : "false") : null,
        ["FocusRow.reason"] = At("focus", 1),
        ["OwedNotice.duty"] = At("notice", 1),
        ["OwedNotice.state"] = At("notice", 2),
        ["OwedNotice.verdict"] = At("notice-bound", 2),
        ["AlignedRow.state"] = At("aligned", 2),
        ["AlignmentCount.state"] = At("aligned-count", 1),
        ["SectorRule.state"] = At("sector-rule", 2),
        ["DueItem.what"] = line => line[0] == "due" ? line[1].Split('.')[1] : null,
        ["DueItem.state"] = line => line[0] == "due" ? line[^1] : null,
    };

    /// <summary>Every field of View's answers that says a word, or yes or no, but for documents, what is declared and what belongs to coverage.</summary>
    public static IReadOnlyList<AnswerField> All()
    {
        var found = new Dictionary<string, AnswerField>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var question in ((IComplexGraphType)Schema.AllTypes["View"]!).Fields.Where(f => !OfCoverage.Contains(f.Name)))
        {
            Walk(question.ResolvedType!.GetNamedType());
        }

        return [.. found.Values.Where(f => !Declared.Contains(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal)];

        void Walk(IGraphType type)
        {
            if (type is not IComplexGraphType complex || IsDocument(complex) || PartsOfCoverage.Contains(type.Name) || !seen.Add(type.Name))
            {
                return;
            }

            foreach (var field in complex.Fields)
            {
                var of = field.ResolvedType!.GetNamedType();
                if (WordsOf(of) is { } words)
                {
                    found.Add($"{type.Name}.{field.Name}", new($"{type.Name}.{field.Name}", of.Name, words));
                }

                Walk(of);
            }
        }
    }

    /// <summary>The fields that a request asks for.</summary>
    public static IReadOnlySet<string> AskedBy(string request)
    {
        var asked = new HashSet<string>(StringComparer.Ordinal);
        foreach (var operation in Parser.Parse(request).Definitions.OfType<GraphQLOperationDefinition>())
        {
            Visit(operation.SelectionSet, (IComplexGraphType)Schema.Query);
        }

        return asked;

        void Visit(GraphQLSelectionSet? selection, IComplexGraphType type)
        {
            foreach (var field in selection?.Selections.OfType<GraphQLField>().Where(f => !f.Name.StringValue.StartsWith("__", StringComparison.Ordinal)) ?? [])
            {
                asked.Add($"{type.Name}.{field.Name.StringValue}");
                if (type.GetField(field.Name.StringValue)!.ResolvedType!.GetNamedType() is IComplexGraphType next)
                {
                    Visit(field.SelectionSet, next);
                }
            }
        }
    }

    private static bool IsDocument(IComplexGraphType type) => type.Name == "Document" || (type is IObjectGraphType { ResolvedInterfaces: var interfaces } && interfaces.Any(i => i.Name == "Document"));

    private static IReadOnlyList<string>? WordsOf(IGraphType type) => type switch
    {
        EnumerationGraphType words => [.. words.Values.Select(v => v.Name)],
        BooleanGraphType => ["true", "false"],
        _ => null,
    };

    private static Func<string[], string?> At(string start, int word) => line => line[0] == start && line.Length > word ? line[word].TrimEnd(';', ',') : null;
}
