using System.Globalization;
using System.Text;
using CsCheck;

namespace Graph.Tests.Reference;

/// <summary>Small, valid, nasty graphs and the days on which they are judged. Size is documents plus edges.</summary>
public static class RandomGraphs
{
    private static readonly string[] Meaningful =
        ["Requirement", "Control", "Evidence", "Assessment", "Mapping", "Statement", "AiSystem", "Finding", "CorrectiveAction", "PlannedChange"];

    public static readonly Gen<NaiveGraph> Graphs = new GraphGen();

    public static readonly Gen<NaiveView> Views = new ViewGen();

    /// <summary>A view with everything else that the questions of the reference need.</summary>
    public static readonly Gen<RandomQuestion> Questions = new QuestionGen();

    /// <summary>The question of a number, the same on every run.</summary>
    public static RandomQuestion QuestionOf(int number) =>
        Questions.Generate(new PCG(1, (ulong)number * 7919), null, out _);

    /// <summary>A view as text, for the print of a failing sample.</summary>
    public static string Print(NaiveView view)
    {
        StringBuilder text = new();
        text.AppendLine($"on {Show(view.On)}, today {Show(view.Today)}, forecast {view.Forecast}, renewals "
            + $"{view.RenewalsAssumed}, sets {Show(view.MappingSets)}, changed {view.MeaningChanged}");
        foreach (NaiveDocument document in view.Graph.Documents)
        {
            text.AppendLine($"{document.Kind} {document.Key}{Show(document.Fields)}");
        }

        foreach (NaiveEdge edge in view.Graph.Edges)
        {
            text.AppendLine($"{edge.From} -{edge.Kind}-> {edge.To}{Show(edge.Fields)}");
        }

        return text.ToString();
    }

    public static string Print(RandomQuestion question) =>
        $"systems {Show(question.Systems)}, of {question.Of}, {question.Happening} of {question.Key}, "
        + $"from {question.From} to {question.To}, depth {question.DepthMax}\n{Print(question.View)}";

    private static string Show(IReadOnlyDictionary<string, object?> fields) =>
        string.Concat(fields.Select(field => $" {field.Key}={Show(field.Value)}"));

    private static string Show(object? value) => value switch
    {
        null => "-",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        IReadOnlyDictionary<string, bool> facts => $"{{{string.Join(", ", facts.Select(f => $"{f.Key}: {f.Value}"))}}}",
        IReadOnlyList<string> list => "[" + string.Join(", ", list) + "]",
        _ => value.ToString()!,
    };

    private static NaiveGraph Draw(RandomDice dice)
    {
        NaiveGraphBuilder graph = new();
        RandomCatalogue catalogue = new(dice, graph);
        catalogue.Add();
        new RandomOrganisation(dice, graph, catalogue).Add();
        return RandomReviews.Add(dice, graph.Build());
    }

    private static NaiveView DrawView(RandomDice dice)
    {
        NaiveGraph graph = Draw(dice);
        DateOnly today = RandomDice.Days[dice.Between(2, 4)];
        DateOnly on = dice.Chance(45) ? today : dice.Day();
        List<string> sets = [.. graph.Documents.Where(d => d.Kind == "MappingSet").Select(d => d.Key)];
        return new NaiveView(
            graph,
            on,
            today,
            Forecast: on > today,
            RenewalsAssumed: dice.Chance(30),
            MappingSets: dice.Chance(80) ? null : dice.Some(sets, 0, sets.Count));
    }

    private static RandomQuestion DrawQuestion(RandomDice dice)
    {
        NaiveView view = DrawView(dice);
        List<string> keys = [.. view.Graph.Documents.Select(d => d.Key)];
        List<string> meaningful = [.. view.Graph.Documents.Where(d => Meaningful.Contains(d.Kind)).Select(d => d.Key)];
        List<string> chained = [.. view.Graph.Documents.Where(d => d.Kind is not ("Finding" or "CorrectiveAction" or "PlannedChange")).Select(d => d.Key)];
        List<string> systems = [.. view.Graph.Documents.Where(d => d.Kind == "AiSystem").Select(d => d.Key)];
        List<string> parents = [.. view.Graph.Edges.Where(edge => edge.Kind == "PART_OF").Select(edge => edge.To)];
        List<string> mapped = [.. view.Graph.Edges
            .Where(edge => edge.Kind is "FROM" or "TO").Select(edge => edge.To), .. keys.Take(1)];
        return new RandomQuestion(
            view,
            Systems: dice.Chance(50) ? null : dice.Some(systems, 1, systems.Count),
            Of: dice.Chance(50) ? null : dice.Chance(70) ? dice.Pick(parents) : dice.Pick(keys),
            Key: dice.Pick(dice.Chance(30) ? mapped : dice.Chance(75) ? meaningful : keys),
            Happening: dice.Pick(["LOSS", "CHANGE"]),
            From: dice.Pick(dice.Chance(50) ? systems : chained),
            To: dice.Pick(dice.Chance(50) ? [.. chained.Intersect(meaningful)] : chained),
            DepthMax: dice.Chance(80) ? 16 : dice.Between(1, 4));
    }

    private static Size SizeOf(NaiveGraph graph) => new((ulong)(graph.Documents.Count + graph.Edges.Count));

    private sealed class GraphGen : Gen<NaiveGraph>
    {
        public override NaiveGraph Generate(PCG pcg, Size? min, out Size size)
        {
            NaiveGraph graph = Draw(new RandomDice(pcg));
            size = SizeOf(graph);
            return graph;
        }
    }

    private sealed class QuestionGen : Gen<RandomQuestion>
    {
        public override RandomQuestion Generate(PCG pcg, Size? min, out Size size)
        {
            RandomQuestion question = DrawQuestion(new RandomDice(pcg));
            size = SizeOf(question.View.Graph);
            return question;
        }
    }

    private sealed class ViewGen : Gen<NaiveView>
    {
        public override NaiveView Generate(PCG pcg, Size? min, out Size size)
        {
            NaiveView view = DrawView(new RandomDice(pcg));
            size = SizeOf(view.Graph);
            return view;
        }
    }
}
