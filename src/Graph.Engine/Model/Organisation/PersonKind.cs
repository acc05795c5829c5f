namespace Graph.Engine.Model.Organisation;

/// <summary>A person who owns, approves or acts.</summary>
public static class PersonKind
{
    private static readonly Field Name = Field.Personal("name", "The person's name; can be erased.", required: true);

    /// <summary>The kind.</summary>
    public static readonly Kind Kind = new(
        "Person", "persons", "person", KindGroup.Organisation,
        "A person who owns, approves or acts. Name and address lie beside the log and can be erased (GDPR 17).", Name,
        [
            Name,
            Field.Personal("email", "The person's e-mail address; can be erased.", form: TextForm.Email),
            Field.Text("role", "What the person does.", lengthMax: 200),
            ManagementSystem.AuditorsWork.FormerlyOwned,
        ]);
}
