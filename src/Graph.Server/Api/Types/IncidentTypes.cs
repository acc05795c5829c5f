using Graph.Engine.Analysis;
using Graph.Engine.Governance;
using Graph.Engine.Model.ManagementSystem;
using Graph.Engine.Model.Organisation;
using Graph.Server.Api.Permission;
using Graph.Server.Api.Reading;
using Graph.Server.Telemetry;
using GraphQL.Types;

namespace Graph.Server.Api.Types;

/// <summary>Who has to be told of an incident.</summary>
internal static class IncidentTypes
{
    public static void Describe(TypeTable types, ObjectGraphType view)
    {
        view.AddField(Make.Field<ViewScope>(
            "noticesOwed", Make.All(types.Object("OwedNotice")),
            "Who has to be told of an incident, by what and until when: by its facts, the roles towards the systems that it touched, and the verdict of the law on the day of awareness (of a system that was retired by then, on the day on which it happened). Regulation (EU) 2024/1689 Art. 73 (15 days, 10 for a death, 2 where widespread or of critical infrastructure) and 26(5), GDPR 33 (72 hours, counted as three days), and contracts, by the needs of interested parties that give hours and by what is recorded as owed.",
            (v, c) => v.Each(OwedNotices.Of(v.View, v.Find(c.Given<string>("incident")!, "incident", IncidentKind.Kind.Name)), n => new OwedNoticeRef(v, n)),
            Make.Argument("incident", Make.Must(types.String), "The key of the incident.")).Timed());
        types.Describe("OwedNotice", Access.Read, "A notice that an incident may ask for, by facts and role.").Add(
            Make.Field<OwedNoticeRef>("duty", Make.Must(types.Of(ManagementWords.NoticeDuty)), "By what.", n => n.Owed.Duty),
            Make.Field<OwedNoticeRef>("system", types.Of(AiSystemKind.Kind), "The system by which it is asked; null where it is the incident itself, or nobody says which system it touched.", n => n.Owed.System is { } system ? n.Scope.Node(system) : null),
            Make.Field<OwedNoticeRef>("verdict", types.Enum<Verdict>(), "Whether the law's row bound that system on that day: UNRESOLVED where the law itself leaves that open; null where no row of the catalogue says so.", n => n.Owed.Verdict),
            Make.Field<OwedNoticeRef>("to", Make.Must(types.String), "Who is told, by that law or contract.", n => n.Owed.To),
            Make.Field<OwedNoticeRef>("missing", Make.All(types.String), "The facts that are unknown and decide.", n => n.Scope.Each(n.Owed.Missing, m => m)),
            Make.Field<OwedNoticeRef>("dueOn", types.Date, "The last day that is in time; null where nobody has to be told or a contract does not say.", n => n.Owed.DueOn),
            Make.Field<OwedNoticeRef>("need", types.Of(PartyNeedKind.Kind), "CONTRACT: the need by which it is owed; null where only the notice says so.", n => n.Owed.Need is { } need ? n.Scope.Node(need) : null),
            Make.Field<OwedNoticeRef>("notice", types.Of(IncidentNoticeKind.Kind), "The notice that is recorded for it; null where none is.", n => n.Owed.Notice is { } notice ? n.Scope.Node(notice) : null),
            Make.Field<OwedNoticeRef>("state", Make.Must(types.Enum<NoticeState>()), "How it stands.", n => n.Owed.State));
    }

    private sealed record OwedNoticeRef(ViewScope Scope, OwedNotice Owed);
}
