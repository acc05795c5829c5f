using FluentValidation;
using FluentValidation.Results;
using Graph.Engine.Log;
using Graph.Engine.Validation;

namespace Graph.Server.Api.Changing;

/// <summary>What a caller asks to be applied, as it came.</summary>
internal sealed record ApplyAsked(string ChangeId, string Reason, long? ExpectedRevision, IReadOnlyList<Operation> Changes);

/// <summary>
/// The shape of an apply: what can be said without looking at the graph. Everything is reported at once, with the place in the
/// request; rules about the graph are the engine's alone.
/// </summary>
internal sealed class ApplyShape : AbstractValidator<ApplyAsked>
{
    public ApplyShape()
    {
        ChangeShape.Id(RuleFor(a => a.ChangeId));
        ChangeShape.Reason(RuleFor(a => a.Reason));
        RuleFor(a => a.Changes).Must(c => c.Count > 0).WithErrorCode(nameof(ViolationCode.Validation)).WithMessage("expected at least one change, found none").OverridePropertyName("changes");
        RuleFor(a => a).Custom((asked, context) => Check(asked.Changes, context));
    }

    private static void Check(IReadOnlyList<Operation> changes, ValidationContext<ApplyAsked> context)
    {
        for (var i = 0; i < changes.Count; i++)
        {
            switch (changes[i])
            {
                case PutDocument put:
                    var path = $"changes[{i}].put.{char.ToLowerInvariant(put.Kind[0])}{put.Kind[1..]}";
                    if (put.Key is not null)
                    {
                        Key(context, path + ".key", put.Key);
                    }

                    if (put.External is { } external)
                    {
                        Length(context, path + ".external.source", external.Source, 100);
                        Length(context, path + ".external.id", external.Id, 200);
                    }

                    break;
                case LinkDocuments link:
                    Key(context, $"changes[{i}].link.from", link.From);
                    Key(context, $"changes[{i}].link.to", link.To);
                    break;
                case UnlinkDocuments unlink:
                    Key(context, $"changes[{i}].unlink.from", unlink.From);
                    Key(context, $"changes[{i}].unlink.to", unlink.To);
                    break;
                case DeleteDocument delete:
                    Key(context, $"changes[{i}].delete.key", delete.Key);
                    break;
            }
        }
    }

    private static void Key(ValidationContext<ApplyAsked> context, string path, string key) => Length(context, path, key, ChangeShape.KeyCharsMax);

    private static void Length(ValidationContext<ApplyAsked> context, string path, string text, int charsMax)
    {
        if (string.IsNullOrWhiteSpace(text) || text.Length > charsMax)
        {
            Fail(context, path, $"expected 1 to {charsMax} characters, found {(string.IsNullOrWhiteSpace(text) ? "none" : text.Length)}");
        }
    }

    private static void Fail(ValidationContext<ApplyAsked> context, string path, string message) =>
        context.AddFailure(new ValidationFailure(path, message) { ErrorCode = nameof(ViolationCode.Validation) });

    private static string Short(string text) => text.Length <= 80 ? text : text[..80] + "...";
}

/// <summary>What a caller asks to be decided, as it came.</summary>
internal sealed record DecisionAsked(string ChangeId, string Reason, string Key, string? ContentHash);

/// <summary>The shape of a decision; the key may go by another name.</summary>
internal sealed class DecisionShape : AbstractValidator<DecisionAsked>
{
    public DecisionShape(string of = "key")
    {
        ChangeShape.Id(RuleFor(a => a.ChangeId));
        ChangeShape.Reason(RuleFor(a => a.Reason));
        ChangeShape.Key(RuleFor(a => a.Key), of);
        RuleFor(a => a.ContentHash).Must(h => h is null || (h.Length == 64 && h.All(char.IsAsciiHexDigitLower))).WithErrorCode(nameof(ViolationCode.Validation))
            .WithMessage("expected 64 lower-case hexadecimal digits: the contentHashNow of what you have seen").OverridePropertyName("contentHash");
    }
}

/// <summary>Of what a caller asks for a new version, as it came.</summary>
internal sealed record ReviseAsked(string ChangeId, string Reason, string Key, string NewKey);

/// <summary>The shape of a request for a new version.</summary>
internal sealed class ReviseShape : AbstractValidator<ReviseAsked>
{
    public ReviseShape()
    {
        ChangeShape.Id(RuleFor(a => a.ChangeId));
        ChangeShape.Reason(RuleFor(a => a.Reason));
        ChangeShape.Key(RuleFor(a => a.Key), "key");
        ChangeShape.Key(RuleFor(a => a.NewKey), "newKey");
    }
}

/// <summary>Which links a caller asks to be accepted, as it came.</summary>
internal sealed record AcceptAsked(string ChangeId, string Reason, IReadOnlyList<string> Links);

/// <summary>The shape of an acceptance.</summary>
internal sealed class AcceptShape : AbstractValidator<AcceptAsked>
{
    public AcceptShape()
    {
        ChangeShape.Id(RuleFor(a => a.ChangeId));
        ChangeShape.Reason(RuleFor(a => a.Reason));
        RuleFor(a => a.Links).Must(l => l.Count > 0).WithErrorCode(nameof(ViolationCode.Validation)).WithMessage("expected at least one link, found none").OverridePropertyName("links");
    }
}

/// <summary>Rules that all changes share.</summary>
internal static class ChangeShape
{
    public const int KeyCharsMax = 200;

    public static void Id<T>(IRuleBuilderInitial<T, string> rule) => rule
        .Must(id => !string.IsNullOrWhiteSpace(id) && id.Length <= 200 && !id.Any(char.IsControl)).WithErrorCode(nameof(ViolationCode.Validation))
        .WithMessage("expected a changeId of 1 to 200 readable characters, the same when the request is repeated").OverridePropertyName("changeId");

    /// <summary>What is said to a reason that is none.</summary>
    public const string ReasonExpected = "expected a reason of 1 to 2000 readable characters";

    /// <summary>Whether a text may be the reason of a change.</summary>
    public static bool IsReason(string reason) => !string.IsNullOrWhiteSpace(reason) && reason.Length <= 2_000 && !reason.Contains('\0', StringComparison.Ordinal);

    public static void Reason<T>(IRuleBuilderInitial<T, string> rule) => rule
        .Must(IsReason).WithErrorCode(nameof(ViolationCode.Validation))
        .WithMessage(ReasonExpected).OverridePropertyName("reason");

    public static void Key<T>(IRuleBuilderInitial<T, string> rule, string name) => rule
        .Must(k => !string.IsNullOrWhiteSpace(k) && k.Length <= KeyCharsMax).WithErrorCode(nameof(ViolationCode.Validation))
        .WithMessage($"expected a key of 1 to {KeyCharsMax} characters").OverridePropertyName(name);

    public static List<Violation> Violations(ValidationResult result) =>
        [.. result.Errors.Select(e => new Violation(Enum.Parse<ViolationCode>(e.ErrorCode), e.PropertyName, e.ErrorMessage))];
}
