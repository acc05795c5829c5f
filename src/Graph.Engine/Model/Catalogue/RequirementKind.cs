namespace Graph.Engine.Model.Catalogue;

/// <summary>One provision of a law or one clause, control or criterion of a standard, with the conditions under which it is owed.</summary>
public static class RequirementKind
{
    /// <summary>The reference within its framework.</summary>
    public static readonly Field Ref = Field.Text("ref", "The reference within its framework, such as 12(1) or A.6.2.8.", required: true, lengthMax: 100);

    /// <summary>The title.</summary>
    public static readonly Field Title = Field.Text("title", "The short official title, or our own words.", required: true, lengthMax: 300);

    /// <summary>The place in its framework.</summary>
    public static readonly Field Level = Field.Word("level", Words.Level, "Its place in the framework.");

    /// <summary>Whether it can be met or failed.</summary>
    public static readonly Field Assessable = Field.Boolean("assessable", "Whether a subject can meet it or fail it; only such a requirement has cells.");

    /// <summary>Organisation or system.</summary>
    public static readonly Field Scope = Field.Word("scope", Words.Scope, "Whether it is met once for the organisation or for each system.");

    /// <summary>Whether a statement may exclude it.</summary>
    public static readonly Field Excludable = Field.Boolean("excludable", "Whether an approved statement may exclude it; refused for law, and for what is or stands below a CLAUSE of a standard (ISO/IEC 42001 6.1.3 excludes controls of Annex A only).");

    /// <summary>Whether an operating control is needed.</summary>
    public static readonly Field NeedsControl = Field.Boolean("needsControl", "Whether it is met by an operating control with proof only; otherwise the proof itself is what is owed.");

    /// <summary>What proves it.</summary>
    public static readonly Field Proof = Field.WordsOf("proof", Words.ProofType, "The types of proof of which any one proves it; none listed = any type.");

    /// <summary>The roles bound.</summary>
    public static readonly Field Roles = Field.WordsOf("roles", Words.RoleCondition, "The roles bound; any matching role suffices. None listed = ANY.");

    /// <summary>The classes bound.</summary>
    public static readonly Field Classes = Field.WordsOf("classes", Words.ClassCondition, "The classes of systems bound; any matching class suffices. None listed = ANY.");

    /// <summary>The routes bound.</summary>
    public static readonly Field Routes = Field.WordsOf("routes", Words.Route, "The routes bound. None listed = no restriction.");

    /// <summary>Annex III points bound.</summary>
    public static readonly Field AnnexIIIIn = Field.PointList("annexIIIIn", "Only systems with one of these Annex III points or areas; an area covers its points.");

    /// <summary>Annex III points not bound.</summary>
    public static readonly Field AnnexIIIOut = Field.PointList("annexIIIOut", "Not systems all of whose Annex III points are among these points or areas.");

    /// <summary>Facts that must hold.</summary>
    public static readonly Field Facts = Field.TextList("facts", "Conditions that must all hold: a fact's name, annexIII:x, class:X, role:X or route:X; alternatives with /, negation with !.", conditions: true);

    /// <summary>The day by the wording.</summary>
    public static readonly Field FormalDate = Field.Date("formalDate", "The day of application by the wording of the law, where it is one day for every route.");

    /// <summary>The day for Annex III.</summary>
    public static readonly Field EffectiveAnnexIII = Field.Date("effectiveAnnexIII", "The day from which it binds systems on the route ANNEX_III.");

    /// <summary>The day for Annex I.</summary>
    public static readonly Field EffectiveAnnexI = Field.Date("effectiveAnnexI", "The day from which it binds systems on the routes ANNEX_I_A and ANNEX_I_B.");

    /// <summary>The day whatever the route.</summary>
    public static readonly Field EffectiveOther = Field.Date("effectiveOther", "The day from which it binds whatever the route.");

    /// <summary>Whether the readings of the date agree.</summary>
    public static readonly Field DateStatus = Field.Word("dateStatus", Words.DateStatus, "Whether the formal and the effective day are settled.");

    /// <summary>Where the dates come from.</summary>
    public static readonly Field DateBasis = Field.Text("dateBasis", "Where the dates come from.", lengthMax: 500);

    /// <summary>The consolidation in which the text last changed.</summary>
    public static readonly Field TextVersion = Field.Date("textVersion", "The consolidation in which this provision last changed: its meaning, for suspect links.", meaning: true);

    /// <summary>The day of deletion.</summary>
    public static readonly Field RepealedOn = Field.Date("repealedOn", "The day from which it no longer exists.");

    /// <summary>Why nobody can meet or fail it.</summary>
    public static readonly Field WhyNotAssessable = Field.Word("whyNotAssessable", Words.WhyNotAssessable, "Why nobody can meet or fail it.");

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Requirement", "requirements", "requirement", KindGroup.Catalogue,
        "One provision of a law, or one clause, control or criterion of a standard. One provision is one requirement.", Title,
        [
            Ref,
            Title,
            Field.Text("summary", "What it asks, in our own words; never the text of a standard."),
            Field.Text("officialTitle", "The official title, where it differs from the short one.", lengthMax: 300),
            Level,
            Assessable,
            WhyNotAssessable,
            Scope,
            Excludable,
            NeedsControl,
            Proof,
            Roles,
            Classes,
            Routes,
            AnnexIIIIn,
            AnnexIIIOut,
            Facts,
            FormalDate,
            EffectiveAnnexIII,
            EffectiveAnnexI,
            EffectiveOther,
            DateStatus,
            DateBasis,
            Field.Text("dateNote", "What differs between the readings or parts of its date.", lengthMax: 1_000),
            TextVersion,
            RepealedOn,
            Field.Boolean("inserted", "Whether an amending act inserted it."),
            Field.Boolean("amended", "Whether an amending act changed it."),
            Field.Word("confidence", Words.Confidence, "How sure the recorded facts are."),
            Field.Text("guidance", "The guidance that belongs to it, such as an entry of Annex B of ISO/IEC 42001.", lengthMax: 200),
            Field.Text("guideNote", "Where the guide that the project began from says something else.", lengthMax: 1_000),
            Field.Boolean("genaiProfile", "Whether NIST AI 600-1 (generative AI profile) has an action for it."),
        ])
    {
        Holds = Exclusion.Holds,
        Rules = [new(Excludable, Exclusion.Expected)],
    };
}
