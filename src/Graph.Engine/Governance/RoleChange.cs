using Graph.Engine.Analysis;
using Graph.Engine.Model;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Governance;

/// <summary>
/// By what somebody who is not the provider of a high-risk system may have become it (Regulation (EU) 2024/1689 Art. 25(1), (3)). A hint from what is
/// recorded: whoever finds that it is so records the role PROVIDER.
/// </summary>
/// <param name="Provision">The point of Art. 25(1), or 25(3).</param>
/// <param name="Requirement">The same as a requirement; null where the catalogue does not hold it.</param>
/// <param name="Becomes">Whether the organisation becomes the provider by it.</param>
/// <param name="Because">Why, in plain words.</param>
/// <param name="Missing">What is unknown.</param>
public sealed record RoleChange(string Provision, Document? Requirement, YesNoUnknown Becomes, string Because, IReadOnlyList<string> Missing)
{
    // 25(1) binds distributors, importers, deployers and every other third party, and so whoever is not the provider; 25(3) the manufacturer of a product.
    private static readonly (string Provision, string Fact, string Says, string? RouteAsked)[] Points =
    [
        ("25(1)(a)", "ownNameOnSystem", "it puts its own name or trade mark on a high-risk system that is already on the market or in service", null),
        ("25(1)(b)", "substantiallyModified", "it modifies a high-risk system substantially, and it stays high-risk", null),
        ("25(1)(c)", "purposeMadeHighRisk", "it changes the intended purpose of a system that was not high-risk so that it becomes so", null),
        ("25(3)", "ownNameOnProduct", "the system is a safety component of a product of Annex I Section A and comes to the market with the product, or into service after it, under its name or trade mark", "ANNEX_I_A"),
    ];

    /// <summary>The role that nobody recorded, by each point by which the organisation becomes the provider or may have: until then no answer has the duties of the provider, and unknown is no pass.</summary>
    public static IReadOnlyList<Shortfall> Unrecorded(View view, Document system) =>
        Unrecorded(system, Of(view, system, Modification.Of(view, system)));

    /// <summary>The same of a system that is or may be high-risk, as one of very many: it is asked of each, and nearly none is read.</summary>
    internal static IReadOnlyList<Shortfall> UnrecordedOf(View view, Document system)
    {
        if (system.List(AiSystemKind.Roles)?.Contains("PROVIDER") == true)
        {
            return [];
        }

        var (facts, routes) = (system.Flags(AiSystemKind.Facts), system.List(AiSystemKind.Routes));
        return Array.Exists(Points, p => !(facts?.TryGetValue(p.Fact, out var answer) == true && !answer) && (p.RouteAsked is null || routes?.Contains(p.RouteAsked) != false))
            ? [new("FACT_MISSING", system, s => string.Join(' ', Unrecorded(view, s).Select(u => u.Closes)))] : [];
    }

    internal static IReadOnlyList<Shortfall> Unrecorded(Document system, IReadOnlyList<RoleChange> changes) =>
    [
        .. changes.Where(c => c.Becomes != YesNoUnknown.No).OrderByDescending(c => c.Becomes).Select(c => new Shortfall("FACT_MISSING", system, c.Becomes == YesNoUnknown.Yes
            ? $"Record the role PROVIDER of {system.Key}: by {c.Provision} the organisation becomes its provider."
            : $"Record {string.Join(", ", c.Missing)} of {system.Key}: by {c.Provision} the organisation may have become its provider.")),
    ];

    internal static IReadOnlyList<RoleChange> Of(View view, Document system, IReadOnlyList<Modification> modifications)
    {
        var facts = new SystemFacts(view.Snapshot, view.On, system);
        return [.. Points.Select(p => Judge(p.Provision, p.Fact, p.Says, p.RouteAsked))];

        RoleChange Judge(string provision, string fact, string says, string? route)
        {
            var requirement = view.Snapshot.Document($"{ConformitySteps.Act}:{provision}");
            if (facts.Roles?.Contains("PROVIDER") == true)
            {
                return new(provision, requirement, YesNoUnknown.No, "The organisation is recorded as its provider already.", []);
            }

            // Modifications that were made answer as well as the fact does.
            var done = fact == "substantiallyModified" && facts.Flag(fact) == Truth.Unknown ? Made() : facts.Flag(fact);
            var isHighRisk = facts.HasClass("HIGH_RISK");
            var isOfRoute = route is null ? Truth.True : facts.HasRoute(route);
            var known = new[] { done, isHighRisk, isOfRoute }.Min();
            string[] missing = known == Truth.False ? [] :
            [
                .. facts.Roles is null ? ["roles"] : Array.Empty<string>(),
                .. done == Truth.Unknown ? [fact] : Array.Empty<string>(),
                .. isHighRisk == Truth.Unknown ? [facts.MissingClass] : Array.Empty<string>(),
                .. isOfRoute == Truth.Unknown ? ["routes"] : Array.Empty<string>(),
            ];
            return known == Truth.False ? new(provision, requirement, YesNoUnknown.No, done == Truth.False ? $"Not so: {fact} is false." : isHighRisk == Truth.False ? "Not so: the system is not HIGH_RISK." : $"Not so: {route} is not among its routes.", [])
                : missing.Length > 0 ? new(provision, requirement, YesNoUnknown.Unknown, $"The organisation becomes the provider if {says}; unknown {string.Join(", ", missing)}.", missing)
                : new(provision, requirement, YesNoUnknown.Yes, $"The organisation becomes the provider: {says}. Record the role PROVIDER; the first provider hands over what 25(2) names.", []);
        }

        Truth Made() => modifications.Any(m => m.IsSubstantial == YesNoUnknown.Yes && m.Source.Kind != AiSystemKind.Kind) ? Truth.True : Truth.Unknown;
    }
}
