using Graph.Engine.Analysis;
using Graph.Engine.Model.Organisation;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Model.ManagementSystem;

/// <summary>
/// The levels of a risk on a day (ISO/IEC 42001 6.1.2, 6.1.3, 8.2). What treatment leaves holds only while every control that it relies on
/// operates and something valid shows that; otherwise the risk is as high as without treatment, or as what treatment leaves of a threat where that is higher: a control that fails lowers nothing.
/// </summary>
public static class RiskLevels
{
    /// <summary>The level before treatment.</summary>
    public static string? Inherent(View view, Document risk) => Level(view, risk, RiskKind.InherentLikelihood, RiskKind.InherentImpact);

    /// <summary>The level that treatment aims at.</summary>
    public static string? Target(View view, Document risk) => Level(view, risk, RiskKind.TargetLikelihood, RiskKind.TargetImpact);

    /// <summary>The level that treatment leaves while its controls work.</summary>
    public static string? Residual(View view, Document risk) => Level(view, risk, RiskKind.ResidualLikelihood, RiskKind.ResidualImpact);

    /// <summary>The level that holds on the view's day.</summary>
    public static string? Current(View view, Document risk)
    {
        var inherent = Inherent(view, risk);
        return Residual(view, risk) is { } residual && ((inherent is not null && IsThreat(risk) && IsHigher(residual, inherent)) || Failing(view, risk).Count == 0) ? residual : inherent;
    }

    /// <summary>Why what treatment leaves does not hold on the view's day; empty where it does.</summary>
    public static IReadOnlyList<Shortfall> Failing(View view, Document risk)
    {
        var controls = view.Snapshot.Targets(risk, EdgeKinds.MitigatedBy);
        if (controls.Count == 0)
        {
            return [new("NO_ACTION", risk, $"Link a control that mitigates {risk.Key}.")];
        }

        var operation = new ControlOperation(view);
        var systems = operation.SystemsWith(risk);
        var failing = new List<Shortfall>();
        foreach (var control in controls)
        {
            if (!operation.IsOperating(control))
            {
                failing.Add(new("CONTROL_NOT_OPERATING", control, $"Have {control.Key} operate as it should."));
            }
            else if (!operation.AppliesTo(control, systems))
            {
                failing.Add(new("CONTROL_NOT_OPERATING", control, $"Have {control.Key} apply to every system that has {risk.Key}."));
            }
            else if (!operation.IsShown(control, systems))
            {
                failing.Add(new("CONTROL_WITHOUT_PROOF", control, $"Link valid proof that {control.Key} operates{(systems.Count > 0 ? " for every system concerned" : "")}."));
            }
        }

        return failing;
    }

    /// <summary>Where a risk stands by the method in force. An opportunity is borne by nobody: it is within.</summary>
    public static Standing Judge(View view, Document risk)
    {
        var method = RiskMethodKind.InForce(view);
        if (method is null)
        {
            return new("UNKNOWN", [new("NO_METHOD", risk, "Have a risk method approved.")]);
        }

        if (Current(view, risk) is not { } level)
        {
            return new("UNKNOWN", [new("NO_LEVEL", risk, $"Record likelihood and impact of {risk.Key} by {method.Key}.")]);
        }

        List<Shortfall> shortfalls = [];
        if (!view.Snapshot.Out(risk, EdgeKinds.OwnedBy).Any())
        {
            shortfalls.Add(new("NO_OWNER", risk, $"Say who owns {risk.Key}."));
        }

        if (Residual(view, risk) is not null)
        {
            shortfalls.AddRange(Failing(view, risk));
        }

        if (!IsThreat(risk) || !IsHigher(level, method.Text(RiskMethodKind.AcceptedUpTo)!))
        {
            return new("WITHIN", shortfalls);
        }

        return RiskAcceptanceKind.Accepts(view, risk, level) ? new("ACCEPTED", shortfalls)
            : new("ABOVE_ACCEPTANCE",
            [
                new("ABOVE_ACCEPTANCE", risk, $"Lower {risk.Key}, which is {level}, or have somebody with authority accept it."),
                .. RiskAcceptanceKind.Undecided(view, risk).Select(a => new Shortfall("NOT_ACCEPTED", a, $"Have {a.Key} approved by somebody with authority.")),
                .. shortfalls,
            ]);
    }

    private static bool IsThreat(Document risk) => risk.Text(RiskKind.Type) != "OPPORTUNITY";

    private static bool IsHigher(string level, string other) => ManagementWords.RiskLevel.IndexOf(level) > ManagementWords.RiskLevel.IndexOf(other);

    private static string? Level(View view, Document risk, Field likelihood, Field impact) =>
        RiskMethodKind.Level(view, risk.Integer(likelihood), risk.Integer(impact));
}
