using Graph.Engine.Model;

namespace Graph.Bench.Generation;

/// <summary>The types of proof, and how the status of one is drawn.</summary>
internal static class Proof
{
    public static readonly DateOnly Today = new(2026, 9, 1);

    public static IReadOnlyList<string> Types { get; } = [.. Words.ProofType.Words.Select(w => w.Word)];

    public static IReadOnlyList<string> EvidenceTypes { get; } = [.. Words.EvidenceType.Words.Select(w => w.Word)];

    /// <summary>The fields of an approval: 72 of 100 are approved or signed.</summary>
    public static (string Name, object? Value)[] Approval(Dice dice, string done, string doneWord, DateOnly submitted)
    {
        var roll = dice.Below(100);
        if (roll < 8)
        {
            return [];
        }

        (string, object?)[] handedIn = [("submittedOn", submitted), ("submittedBy", "Jonas Lindqvist")];
        return roll < 72 + 8 ? [("status", doneWord), .. handedIn, (done + "On", submitted.AddDays(dice.Below(30))), (done + "By", "Priya Raman")]
            : roll < 92 ? [("status", "SUBMITTED"), .. handedIn]
            : [("status", "REJECTED"), .. handedIn, ("rejectedOn", submitted.AddDays(5)), ("rejectedBy", "Priya Raman")];
    }
}
