using System.Globalization;
using System.Text.Json.Nodes;

namespace Graph.Tests.ManagementSystem;

/// <summary>
/// What falls due, worked out a second time from nothing but the fields and links that people recorded: lists, loops and own calendar, and no code of the
/// product. It knows one cadence of each sort, and no measurement of a day twice.
/// </summary>
/// <param name="documents">The answer to <see cref="Question"/>.</param>
/// <param name="on">The day that is judged.</param>
internal sealed class NaiveDue(JsonNode documents, DateOnly on)
{
    private const string Many = "(first: 200) { nodes { key } }";

    /// <summary>Every field and link that decides, and none that is worked out.</summary>
    public const string Question =
        $$"""
        { view {
          aiSystems(first: 200) { nodes { key placedOn retiredOn inScope designChangedOn uses{{Many}} includedIn{{Many}} subjectTo{{Many}} assessedBy{{Many}} } }
          vendors(first: 200) { nodes { key contractStartsOn contractEndsOn supplies{{Many}} subprocesses{{Many}} assessedBy{{Many}} } }
          risks(first: 200) { nodes { key status reviewedOn } }
          controls(first: 200) { nodes { key plannedFor implementedOn retiredOn evidencedBy{{Many}} } }
          evidence(first: 200) { nodes { key type scope status approvedOn effectiveFrom expiresOn concerns{{Many}} evidences{{Many}} demonstrates{{Many}} } }
          assessments(first: 200) { nodes { key kind governanceBasis testingBasis incidentNoticeBasis dataHandlingBasis status signedOn reviewEveryMonths watches foresees overtakenOn assesses{{Many}} evidences{{Many}} demonstrates{{Many}} } }
          managedDocuments(first: 200) { nodes { key status approvedOn retiredOn reviewEveryMonths } }
          riskAcceptances(first: 200) { nodes { key status approvedOn until } }
          objectives(first: 200) { nodes { key dueOn measuredBy{{Many}} } }
          plannedChanges(first: 200) { nodes { key plannedFor doneOn aspects changes{{Many}} } }
          competenceRecords(first: 200) { nodes { key level from until recordOf(first: 1) { nodes { key } } ofCompetence(first: 1) { nodes { key } } } }
          trainings(first: 200) { nodes { key plannedFor heldOn effectJudgedOn } }
          cadences(first: 200) { nodes { key of months days implementedOn } }
          metrics(first: 200) { nodes { key betterWhen target warning limit frequency startsOn endsOn measurements{{Many}} } }
          measurements(first: 200) { nodes { key on value } }
          concerns(first: 200) { nodes { key answerBy answeredOn } }
          incidents(first: 200) { nodes { key types severity causedDeath widespread infringesFundamentalRights riskToPersons awareOn notices{{Many}} } }
          incidentNotices(first: 200) { nodes { key duty contractHours givenOn } }
          audits(first: 200) { nodes { key type plannedFor heldOn examines{{Many}} } }
          findings(first: 200) { nodes { key grade foundOn answeredOn correctedBy{{Many}} } }
          correctiveActions(first: 200) { nodes { key status approvedOn dueOn implementedOn } }
          managementReviews(first: 200) { nodes { key status plannedFor heldOn } }
          certificates(first: 200) { nodes { key issuedOn validUntil withdrawnOn certifies(first: 20) { nodes { key } } certificationAudits{{Many}} } }
          tasks(first: 200) { nodes { key dueOn doneOn } }
        } }
        """;

    private static readonly Dictionary<string, int> LawDays = new() { ["GDPR_33_2"] = 1, ["AI_ACT_73_2"] = 15, ["AI_ACT_73_3"] = 2, ["AI_ACT_73_4"] = 10, ["AI_ACT_26_5"] = 1, ["GDPR_33"] = 3 };

    private static readonly Dictionary<string, (int Months, int Days)> Frequencies = new()
    {
        ["DAILY"] = (0, 1), ["WEEKLY"] = (0, 7), ["MONTHLY"] = (1, 0), ["QUARTERLY"] = (3, 0), ["SEMI_ANNUAL"] = (6, 0), ["ANNUAL"] = (12, 0),
    };

    private static readonly string[] Levels = ["AWARE", "WORKING", "EXPERT"];

    private readonly List<(DateOnly Day, string What, string Key)> found = [];

    /// <summary>Everything that is due within some days or overdue, as <c>yyyy-MM-dd WHAT key</c>, in the order of its text.</summary>
    public string[] Within(int days)
    {
        foreach (var d in All("aiSystems").Where(d => !(Day(d, "placedOn") > on) && Day(d, "placedOn") is not null && !Reached(d, "retiredOn") && (bool?)d["inScope"] != false && !IsAssessed(d, "AIIA") && RanWhenImplemented(d)))
        {
            Add(FromImplementation("IMPACT_ASSESSMENT"), "ASSESS", d);
        }

        // Of what a system may owe before it is placed the story has the assessment of the standard alone.
        foreach (var d in All("aiSystems").Where(d => Day(d, "placedOn") >= on && !(Day(d, "retiredOn") <= Day(d, "placedOn")) && (bool?)d["inScope"] != false && Keys(d, "subjectTo").Contains("iso-42001") && !RanWhenImplemented(d)
            && !All("assessments").Any(a => Keys(d, "assessedBy").Contains(Key(a)) && Word(a, "kind") == "AIIA" && IsDecided(a, "SIGNED", "signedOn") && Overtaken(a) is null)))
        {
            Add(Day(d, "placedOn"), "ASSESS", d);
        }

        foreach (var d in All("vendors"))
        {
            Add(HasEnded(d) ? null : Day(d, "contractEndsOn"), "TERMINATE", d);
            if (IsAsked(d) && !IsAssessed(d, "VENDOR_DUE_DILIGENCE"))
            {
                var (starts, implemented) = (Day(d, "contractStartsOn"), Cadence("VENDOR_DUE_DILIGENCE") is { } c ? Implemented(c) : null);
                Add(starts is null || starts < implemented ? FromImplementation("VENDOR_DUE_DILIGENCE") : starts, "ASSESS", d);
            }
        }

        foreach (var d in All("risks").Where(d => Word(d, "status") != "CLOSED"))
        {
            Add(Day(d, "reviewedOn") is { } reviewed ? After("RISK_REVIEW", reviewed) : FromImplementation("RISK_REVIEW"), "REVIEW", d);
        }

        foreach (var d in All("controls").Where(d => !Reached(d, "implementedOn") && !Reached(d, "retiredOn")))
        {
            Add(Day(d, "plannedFor"), "IMPLEMENT", d);
        }

        foreach (var d in All("evidence").Concat(All("assessments")))
        {
            if (Proof(d) is { } proof && proof.From <= proof.Last && !(proof.Last >= on ? IsIdle(d) : IsReplaced(d)))
            {
                Add(proof.Last, d["type"] is null ? "REVIEW" : "RENEW", d);
            }
        }

        foreach (var d in All("assessments").Where(a => Overtaken(a) is not null && !IsSettled(a)))
        {
            Add(Overtaken(d), "ASSESS", d);
        }

        foreach (var d in All("managedDocuments").Where(d => IsDecided(d, "APPROVED", "approvedOn") && !Reached(d, "retiredOn") && Number(d, "reviewEveryMonths") is not null))
        {
            Add(Plus(Day(d, "approvedOn")!.Value, Number(d, "reviewEveryMonths")!.Value, 0), "REVIEW", d);
        }

        foreach (var d in All("riskAcceptances").Where(d => IsDecided(d, "APPROVED", "approvedOn")))
        {
            Add(Day(d, "until"), "REVIEW", d);
        }

        foreach (var d in All("objectives").Where(d => !IsAchieved(d)))
        {
            Add(Day(d, "dueOn"), "ACHIEVE", d);
        }

        Open("plannedChanges", "doneOn", "plannedFor", "IMPLEMENT");
        Open("trainings", "heldOn", "plannedFor", "COMPLETE");
        Open("concerns", "answeredOn", "answerBy", "COMPLETE");
        Open("audits", "heldOn", "plannedFor", "AUDIT");
        Open("managementReviews", "heldOn", "plannedFor", "HOLD_REVIEW");
        Open("correctiveActions", "implementedOn", "dueOn", "CORRECT");
        Open("tasks", "doneOn", "dueOn", "COMPLETE");
        foreach (var d in All("competenceRecords").Where(d => Reached(d, "from") && !All("competenceRecords").Any(o => Reached(o, "from") && (Day(o, "until") is null || Day(o, "until") > Day(d, "until"))
            && Keys(o, "recordOf").SequenceEqual(Keys(d, "recordOf")) && Keys(o, "ofCompetence").SequenceEqual(Keys(d, "ofCompetence")) && Array.IndexOf(Levels, Word(o, "level")) >= Array.IndexOf(Levels, Word(d, "level")))))
        {
            Add(Day(d, "until"), "REVIEW", d);
        }

        foreach (var d in All("trainings").Where(d => Reached(d, "heldOn") && !Reached(d, "effectJudgedOn")))
        {
            Add(After("TRAINING_EFFECTIVENESS", Day(d, "heldOn")), "JUDGE_EFFECTIVENESS", d);
        }

        if (All("trainings").Where(d => Reached(d, "effectJudgedOn")).OrderBy(d => Day(d, "effectJudgedOn")).ThenBy(d => (string)d["key"]!, StringComparer.Ordinal).LastOrDefault() is { } judged)
        {
            Add(After("TRAINING_EFFECTIVENESS", Day(judged, "effectJudgedOn")), "JUDGE_EFFECTIVENESS", judged);
        }

        foreach (var d in All("metrics"))
        {
            var last = Last(d);
            var next = last is null ? Day(d, "startsOn") ?? All("cadences").Min(c => Day(c, "implementedOn")) : Next(d, Day(last, "on")!.Value);
            Add(next > Day(d, "endsOn") ? null : next, "MEASURE", d);
        }

        foreach (var incident in All("incidents"))
        {
            // No incident of the story is serious: law has a breach of personal data told, which somebody records or not.
            Assert.False(Word(incident, "severity") == "SERIOUS" || new[] { "causedDeath", "widespread", "infringesFundamentalRights" }.Any(f => (bool?)incident[f] == true), Key(incident));
            if (Words(incident, "types")?.Contains("DATA_BREACH") != false && (bool?)incident["riskToPersons"] != false
                && !All("incidentNotices").Any(n => Keys(incident, "notices").Contains(Key(n)) && Word(n, "duty") == "GDPR_33"))
            {
                Add(Plus(Day(incident, "awareOn")!.Value, 0, LawDays["GDPR_33"]), "NOTIFY", incident);
            }

            foreach (var d in All("incidentNotices").Where(n => Keys(incident, "notices").Contains(Key(n)) && !Reached(n, "givenOn")))
            {
                int? time = LawDays.TryGetValue(Word(d, "duty")!, out var law) ? law : Number(d, "contractHours") is { } hours ? (int)Math.Ceiling(hours / 24.0) : null;
                Add(time is { } t ? Plus(Day(incident, "awareOn")!.Value, 0, t) : null, "NOTIFY", d);
            }
        }

        foreach (var d in All("findings").Where(d => Keys(d, "correctedBy").Count == 0 && !(Word(d, "grade") == "OBSERVATION" && Reached(d, "answeredOn"))))
        {
            Add(After("CORRECTIVE_ACTION", Day(d, "foundOn")), "CORRECT", d);
        }

        foreach (var d in All("correctiveActions").Where(d => Reached(d, "implementedOn") && !IsDecided(d, "APPROVED", "approvedOn")))
        {
            Add(After("EFFECTIVENESS", Day(d, "implementedOn")), "JUDGE_EFFECTIVENESS", d);
        }

        var audited = All("audits").Where(a => Word(a, "type") == "INTERNAL" && Reached(a, "heldOn") && Keys(a, "examines").Count > 0).Max(a => Day(a, "heldOn"));
        if (Cadence(audited is null ? "FIRST_AUDIT" : "INTERNAL_AUDIT") is { } audits)
        {
            Add(audited is null ? FromImplementation("FIRST_AUDIT") : After("INTERNAL_AUDIT", audited), "AUDIT", audits);
        }

        if (Cadence("MANAGEMENT_REVIEW") is { } reviews)
        {
            Add(After("MANAGEMENT_REVIEW", All("managementReviews").Where(r => Reached(r, "heldOn") && Word(r, "status") is not ("REJECTED" or "WITHDRAWN")).Max(r => Day(r, "heldOn")) ?? Day(reviews, "implementedOn") ?? All("cadences").Min(one => Day(one, "implementedOn"))), "HOLD_REVIEW", reviews);
        }

        foreach (var d in All("certificates").Where(d => !Reached(d, "withdrawnOn")))
        {
            // The organisation of the story is one, with scopes that take each other's place.
            var isFollowed = All("certificates").Any(o => Reached(o, "issuedOn") && Day(o, "issuedOn") > Day(d, "issuedOn") && !Reached(o, "withdrawnOn")
                && Keys(d, "certifies").Where(k => !k.StartsWith("scope:", StringComparison.Ordinal)).All(Keys(o, "certifies").Contains));
            Add(isFollowed ? null : Day(d, "validUntil"), "RECERTIFY", d);
            if (Reached(d, "issuedOn") && !(Day(d, "validUntil") < on))
            {
                var issued = Day(d, "issuedOn")!.Value;
                var held = All("audits").Where(a => Keys(d, "certificationAudits").Contains(Key(a)) && Word(a, "type") == "SURVEILLANCE" && Reached(a, "heldOn") && Day(a, "heldOn") >= issued).Select(a => Day(a, "heldOn")!.Value).Order().ToList();
                var endOfFirst = Plus(issued, 12, 0);
                var next = held.Count == 0 ? endOfFirst : held[^1] > endOfFirst && held.Count > 1 ? (DateOnly?)null : Plus(issued, 24, 0);
                Add(Day(d, "validUntil") <= next ? null : next, "AUDIT", d);
            }
        }

        return [.. found.Where(f => f.Day <= Plus(on, 0, days)).Select(f => $"{f.Day:yyyy-MM-dd} {f.What} {f.Key}").Order(StringComparer.Ordinal)];
    }

    private void Open(string list, string done, string day, string what)
    {
        foreach (var d in All(list).Where(d => !Reached(d, done)))
        {
            Add(Day(d, day), what, d);
        }
    }

    private void Add(DateOnly? day, string what, JsonNode document)
    {
        if (day is { } known)
        {
            found.Add((known, what, Key(document)));
        }
    }

    // The last day of proof that somebody approved or signed, and the first day on which it counts.
    private static (DateOnly From, DateOnly Last)? Proof(JsonNode d) =>
        d["type"] is not null
            ? Word(d, "status") == "APPROVED" && Day(d, "approvedOn") is { } approved && Day(d, "expiresOn") is { } expires
                ? (Day(d, "effectiveFrom") is { } from && from > approved ? from : approved, expires) : null
            : Word(d, "status") == "SIGNED" && Day(d, "signedOn") is { } signed && Number(d, "reviewEveryMonths") is { } months
                ? (signed, Plus(signed, months, 0)) : null;

    // The first day up to now on which something changed after the signature that the assessment watches.
    private DateOnly? Overtaken(JsonNode d)
    {
        if (!IsDecided(d, "SIGNED", "signedOn"))
        {
            return null;
        }

        var (signed, foreseen) = (Day(d, "signedOn"), Words(d, "foresees") ?? []);
        var watched = Words(d, "watches") ?? Word(d, "kind") switch
        {
            "CLASSIFICATION" => ["DESIGN", "PURPOSE", "JURISDICTION", "SCOPE"],
            "VENDOR_DUE_DILIGENCE" => ["MODEL", "DATA", "JURISDICTION", "SCOPE", "SUPPLIER"],
            _ => ["MODEL", "RETRAINING", "DATA", "DESIGN", "PURPOSE", "AFFECTED_PERSONS", "JURISDICTION", "SCOPE", "OVERSIGHT"],
        };
        List<DateOnly?> days = [Day(d, "overtakenOn")];
        foreach (var assessed in Keys(d, "assesses"))
        {
            var system = All("aiSystems").SingleOrDefault(s => Key(s) == assessed);
            List<string> of = [assessed, .. system is null ? [] : Keys(system, "uses"), .. system is null ? [] : Keys(system, "includedIn")];
            if (system is not null && watched.Contains("DESIGN") && !All("plannedChanges").Any(c => foreseen.Contains(Key(c)) && Keys(c, "changes").Contains(assessed) && Day(c, "doneOn") == Day(system, "designChangedOn")))
            {
                days.Add(Day(system, "designChangedOn"));
            }

            days.AddRange(All("plannedChanges")
                .Where(c => Keys(c, "changes").Exists(of.Contains) && !foreseen.Contains(Key(c)) && (Words(c, "aspects") is { } aspects ? aspects.Exists(watched.Contains) : watched.Count > 0))
                .Select(c => Day(c, "doneOn")));
        }

        return days.Where(day => signed <= day && day <= on).Min();
    }

    private bool IsReplaced(JsonNode d)
    {
        var (type, others) = (Word(d, "type") ?? Word(d, "kind"), All("evidence").Concat(All("assessments")));
        var (rests, of) = (Keys(d, "evidences").Count + Keys(d, "demonstrates").Count > 0, Of(d).FindAll(k => !IsOver(k)));
        return (rests || Of(d).Count > 0)
            && Keys(d, "evidences").TrueForAll(c => IsServed("evidences", c)) && Keys(d, "demonstrates").TrueForAll(r => IsServed("demonstrates", r))
            && (d["type"] is null ? IsSettled(d, overtakenToo: true) : of.TrueForAll(k => (rests && !All("vendors").Any(v => Key(v) == k)) || All("evidence").Any(o => Of(o).Contains(k) && Counts(o))));

        // Something that counts is there, for everybody, or for all of whom it was.
        bool IsServed(string link, string at)
        {
            var there = others.Where(o => Keys(o, link).Contains(at) && Counts(o)).ToList();
            return there.Exists(o => Word(o, "scope") == "ORGANISATION") || (there.Count > 0 && Word(d, "scope") != "ORGANISATION" && of.TrueForAll(k => there.Exists(o => Of(o).Contains(k))));
        }

        bool Counts(JsonNode other) => (Word(other, "type") ?? Word(other, "kind")) == type && IsValid(other);
    }

    private static List<string> Of(JsonNode proof) => Keys(proof, proof["type"] is null ? "assesses" : "concerns");

    private bool IsSettled(JsonNode assessment, bool overtakenToo = false) => Keys(assessment, "assesses").TrueForAll(k => IsOver(k)
        || All("assessments").Any(o => Keys(o, "assesses").Contains(k) && Word(o, "kind") == Word(assessment, "kind") && IsValid(o) && (overtakenToo || Overtaken(o) is null) && !IsClaimed(o)));

    // No control and no requirement rests on it, and what it is of is over.
    private bool IsIdle(JsonNode d) => Keys(d, "evidences").Count == 0 && Keys(d, "demonstrates").Count == 0 && Of(d) is { Count: > 0 } of && of.TrueForAll(IsOver);

    // Of a system that is retired or left out, and of a vendor with whom no contract is recorded and that is used for nothing, nothing is asked.
    private bool IsOver(string systemOrVendor) => All("aiSystems").Any(s => Key(s) == systemOrVendor && (Reached(s, "retiredOn") || (bool?)s["inScope"] == false))
        || (systemOrVendor.StartsWith("component:", StringComparison.Ordinal) && All("aiSystems").Where(s => Keys(s, "uses").Contains(systemOrVendor)).All(s => IsOver(Key(s))))
        || All("vendors").Any(v => Key(v) == systemOrVendor && !IsAsked(v));

    private bool IsAsked(JsonNode vendor) => IsUsed(vendor, []) || (Day(vendor, "contractStartsOn") is not null && !HasEnded(vendor));

    // It supplies something, or takes part in what somebody supplies who does.
    private bool IsUsed(JsonNode vendor, HashSet<string> seen) => (Keys(vendor, "supplies").Count > 0 && !HasEnded(vendor))
        || (seen.Add(Key(vendor)) && Keys(vendor, "subprocesses").Exists(k => IsUsed(All("vendors").Single(v => Key(v) == k), seen)));

    private bool HasEnded(JsonNode vendor) =>
        Day(vendor, "contractEndsOn") < on && !All("aiSystems").Any(s => !Reached(s, "retiredOn") && Keys(s, "uses").Intersect(Keys(vendor, "supplies")).Any());

    private static bool IsClaimed(JsonNode assessment) => Word(assessment, "kind") == "VENDOR_DUE_DILIGENCE"
        && !((string[])["governanceBasis", "testingBasis", "incidentNoticeBasis", "dataHandlingBasis"]).Any(b => Word(assessment, b) is "DOCUMENTED" or "VERIFIED");

    private bool IsValid(JsonNode d) =>
        IsDecided(d, d["type"] is null ? "SIGNED" : "APPROVED", d["type"] is null ? "signedOn" : "approvedOn") && !(Day(d, "effectiveFrom") > on) && !(Proof(d)?.Last < on);

    private bool IsAssessed(JsonNode of, string kind) => All("assessments").Any(a => Keys(of, "assessedBy").Contains(Key(a)) && Word(a, "kind") == kind && IsDecided(a, "SIGNED", "signedOn") && !IsClaimed(a));

    // Every metric says something that is not too old, and reaches its target.
    private bool IsAchieved(JsonNode objective)
    {
        var metrics = All("metrics").Where(m => Keys(objective, "measuredBy").Contains(Key(m))).ToList();
        return metrics.Count > 0 && metrics.TrueForAll(m => Last(m) is { } last && Real(m, "target") is { } target
            && (!(Next(m, Day(last, "on")!.Value) < on) || Day(m, "endsOn") < on)
            && (Word(m, "betterWhen") == "HIGHER" ? Real(last, "value") >= target : Real(last, "value") <= target));
    }

    private JsonNode? Last(JsonNode metric) => All("measurements").Where(m => Keys(metric, "measurements").Contains(Key(m)) && Reached(m, "on")).MaxBy(m => Day(m, "on"));

    private static DateOnly? Next(JsonNode metric, DateOnly day) => Frequencies.TryGetValue(Word(metric, "frequency")!, out var f) ? Plus(day, f.Months, f.Days) : null;

    private bool IsDecided(JsonNode d, string word, string day) => Word(d, "status") == word && Reached(d, day);

    private bool Reached(JsonNode d, string field) => Day(d, field) <= on;

    private DateOnly? After(string of, DateOnly? day) => day is { } from && Cadence(of) is { } c ? Plus(from, Number(c, "months") ?? 0, Number(c, "days") ?? 0) : null;

    private DateOnly? FromImplementation(string of) => Cadence(of) is { } c ? After(of, Implemented(c)) : null;

    private DateOnly? Implemented(JsonNode cadence) => Day(cadence, "implementedOn") ?? All("cadences").Min(one => Day(one, "implementedOn"));

    private bool RanWhenImplemented(JsonNode system) => Cadence("IMPACT_ASSESSMENT") is { } c && Day(system, "placedOn") <= Implemented(c);

    private JsonNode? Cadence(string of) => All("cadences").SingleOrDefault(c => Word(c, "of") == of);

    private List<JsonNode> All(string list) => [.. documents["view"]![list]!["nodes"]!.AsArray().Select(d => d!)];

    private static List<string> Keys(JsonNode d, string link) => d[link] is { } linked ? [.. linked["nodes"]!.AsArray().Select(n => Key(n!))] : [];

    private static List<string>? Words(JsonNode d, string field) => d[field]?.AsArray().Select(w => (string)w!).ToList();

    private static string Key(JsonNode d) => (string)d["key"]!;

    private static string? Word(JsonNode d, string field) => (string?)d[field];

    private static int? Number(JsonNode d, string field) => (int?)d[field];

    private static double? Real(JsonNode d, string field) => (double?)d[field];

    private static DateOnly? Day(JsonNode d, string field) => (string?)d[field] is { } text ? DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;

    // Months first, to the end of a month that is too short; then days.
    private static DateOnly Plus(DateOnly day, int months, int days)
    {
        var month = day.Year * 12 + day.Month - 1 + months;
        var (year, of) = (month / 12, month % 12 + 1);
        return new DateOnly(year, of, Math.Min(day.Day, DateTime.DaysInMonth(year, of))).AddDays(days);
    }
}
