namespace Graph.Engine.Model;

/// <summary>The shape of a field's value.</summary>
public enum FieldType
{
    /// <summary>Text of one or more lines.</summary>
    Text,

    /// <summary>A whole number within the field's bounds.</summary>
    Integer,

    /// <summary>A number, whole or not, within the field's bounds: 64 bits of IEEE 754, finite.</summary>
    Number,

    /// <summary>True or false; absent is unknown.</summary>
    Boolean,

    /// <summary>A calendar day.</summary>
    Date,

    /// <summary>One word of a closed list.</summary>
    Word,

    /// <summary>A list of texts; absent is unknown, empty is known to be none.</summary>
    TextList,

    /// <summary>A list of words of a closed list; absent is unknown, empty is known to be none.</summary>
    WordList,

    /// <summary>Named facts, each true or false; an absent name is unknown.</summary>
    Flags,

    /// <summary>A name or address of a person. The log keeps a salted digest, so that the value can be erased (GDPR 17).</summary>
    Personal,
}

/// <summary>Who may set a field.</summary>
public enum FieldAccess
{
    /// <summary>Anyone who may edit.</summary>
    Editor,

    /// <summary>Only submit, approve, sign, reject, withdraw and the engine itself; the seed of an empty store may carry it.</summary>
    Authority,
}

/// <summary>The form of a text, where a value of another form would be of no use or hide something.</summary>
public enum TextForm
{
    /// <summary>Any text.</summary>
    Free,

    /// <summary>A calendar day as yyyy-MM-dd, or EFFECTIVE: any other cut-off would shield nothing, or too much.</summary>
    DayOrEffective,

    /// <summary>A point of Annex III, such as 5(b), or an area, such as 5: a typing mistake would match nothing and hide a duty.</summary>
    AnnexIIIPoint,

    /// <summary>A SHA-256 hash as 64 hexadecimal digits, kept in lower case.</summary>
    Sha256,

    /// <summary>An absolute URI, with its scheme.</summary>
    Uri,

    /// <summary>One e-mail address.</summary>
    Email,
}

/// <summary>One field of a kind or of an edge kind: its name, shape, bounds and meaning, declared once.</summary>
public sealed class Field
{
    /// <summary>The greatest length of a text in characters, where a field does not say otherwise.</summary>
    public const int TextLengthDefault = 4_000;

    /// <summary>The greatest size of a number where a field does not say otherwise: every whole number up to it is exact.</summary>
    public const double NumberSizeMax = 9_007_199_254_740_991;

    /// <summary>The greatest number of entries in a list or of facts in a document.</summary>
    public const int ListCountMax = 1_000;

    private Field(string name, FieldType type, string description)
    {
        Name = name;
        Type = type;
        Description = description;
    }

    /// <summary>The name, in camelCase, the same in the log, GraphQL, Neo4j and files.</summary>
    public string Name { get; }

    /// <summary>The shape of the value.</summary>
    public FieldType Type { get; }

    /// <summary>What the field says, for the API's manual.</summary>
    public string Description { get; }

    /// <summary>The closed list, where the type is a word or a list of words.</summary>
    public WordList? Words { get; init; }

    /// <summary>Whether a document must have it.</summary>
    public bool Required { get; init; }

    /// <summary>Whether a change of it changes what the document means, and so makes its links suspect (design section 4).</summary>
    public bool Meaning { get; init; }

    /// <summary>Who may set it.</summary>
    public FieldAccess Access { get; init; }

    /// <summary>The least integer allowed.</summary>
    public int Minimum { get; init; } = int.MinValue;

    /// <summary>The greatest integer allowed.</summary>
    public int Maximum { get; init; } = int.MaxValue;

    /// <summary>The least number allowed.</summary>
    public double NumberMin { get; init; } = -NumberSizeMax;

    /// <summary>The greatest number allowed.</summary>
    public double NumberMax { get; init; } = NumberSizeMax;

    /// <summary>The greatest length of a text, or of each text of a list, in characters.</summary>
    public int LengthMax { get; init; } = TextLengthDefault;

    /// <summary>The kind whose documents' titles are the only names allowed: facts are declared as documents, so that a typing mistake is refused.</summary>
    public string? NamesDeclaredBy { get; init; }

    /// <summary>Whether the items are conditions in the language of facts (alternatives with /, negation with !).</summary>
    public bool Conditions { get; init; }

    /// <summary>What a document without a value says all the same; null where nothing is said.</summary>
    public string? Absent { get; init; }

    /// <summary>The form of the text, or of each text of a list.</summary>
    public TextForm Form { get; init; }

    /// <summary>
    /// What of a document is another one when the value is: words of <see cref="ManagementSystem.ManagementWords.ChangeAspect"/>, by the document before and after. Whoever
    /// watches that assesses again. Null = nobody watches it.
    /// </summary>
    public Func<Snapshots.Document, Snapshots.Document, IReadOnlyList<string>>? Moves { get; init; }

    /// <summary>The place of the value in a document; set once, by the kind that owns the field.</summary>
    public int Index { get; private set; } = -1;

    /// <summary>Whether the value is a list or a set of facts, for which absent and empty differ.</summary>
    public bool IsMany => Type is FieldType.TextList or FieldType.WordList or FieldType.Flags;

    /// <summary>Declares a text.</summary>
    public static Field Text(string name, string description, bool required = false, bool meaning = false, int lengthMax = TextLengthDefault, FieldAccess access = FieldAccess.Editor, bool conditions = false, TextForm form = TextForm.Free,
        Func<Snapshots.Document, Snapshots.Document, IReadOnlyList<string>>? moves = null) =>
        new(name, FieldType.Text, description) { Moves = moves, Form = form, Required = required, Meaning = meaning, LengthMax = lengthMax, Access = access, Conditions = conditions };

    /// <summary>Declares an integer with inclusive bounds.</summary>
    public static Field Integer(string name, string description, int minimum, int maximum, bool meaning = false, bool required = false, FieldAccess access = FieldAccess.Editor) =>
        new(name, FieldType.Integer, description) { Minimum = minimum, Maximum = maximum, Meaning = meaning, Required = required, Access = access };

    /// <summary>Declares a number with inclusive bounds.</summary>
    public static Field Number(string name, string description, double minimum = -NumberSizeMax, double maximum = NumberSizeMax, bool required = false, bool meaning = false) =>
        new(name, FieldType.Number, description) { NumberMin = minimum, NumberMax = maximum, Required = required, Meaning = meaning };

    /// <summary>Declares a true-or-false.</summary>
    public static Field Boolean(string name, string description, bool meaning = false, FieldAccess access = FieldAccess.Editor) =>
        new(name, FieldType.Boolean, description) { Meaning = meaning, Access = access };

    /// <summary>Declares a calendar day.</summary>
    public static Field Date(string name, string description, bool meaning = false, FieldAccess access = FieldAccess.Editor, bool required = false) =>
        new(name, FieldType.Date, description) { Meaning = meaning, Access = access, Required = required };

    /// <summary>Declares a word of a closed list.</summary>
    public static Field Word(string name, WordList words, string description, bool required = false, bool meaning = false, FieldAccess access = FieldAccess.Editor, string? absent = null,
        Func<Snapshots.Document, Snapshots.Document, IReadOnlyList<string>>? moves = null) =>
        new(name, FieldType.Word, description) { Moves = moves, Words = words, Required = required, Meaning = meaning, Access = access, Absent = absent };

    /// <summary>Declares a list of texts.</summary>
    public static Field TextList(string name, string description, bool meaning = false, int lengthMax = 500, bool conditions = false, FieldAccess access = FieldAccess.Editor) =>
        new(name, FieldType.TextList, description) { Meaning = meaning, LengthMax = lengthMax, Conditions = conditions, Access = access };

    /// <summary>Declares a list of points or areas of Annex III.</summary>
    public static Field PointList(string name, string description, bool meaning = false) =>
        new(name, FieldType.TextList, description) { Meaning = meaning, LengthMax = 20, Form = TextForm.AnnexIIIPoint };

    /// <summary>Declares a list of words.</summary>
    public static Field WordsOf(string name, WordList words, string description, bool meaning = false, FieldAccess access = FieldAccess.Editor) =>
        new(name, FieldType.WordList, description) { Words = words, Meaning = meaning, Access = access };

    /// <summary>Declares named facts, whose names are titles of documents of the kind <paramref name="namesDeclaredBy"/>.</summary>
    public static Field Flags(string name, string namesDeclaredBy, string description, bool meaning = false,
        Func<Snapshots.Document, Snapshots.Document, IReadOnlyList<string>>? moves = null) =>
        new(name, FieldType.Flags, description) { Moves = moves, Meaning = meaning, NamesDeclaredBy = namesDeclaredBy, LengthMax = 100 };

    /// <summary>Declares a personal value.</summary>
    public static Field Personal(string name, string description, bool required = false, FieldAccess access = FieldAccess.Editor, TextForm form = TextForm.Free) =>
        new(name, FieldType.Personal, description) { Form = form, Required = required, LengthMax = 200, Access = access };

    internal void Own(int index)
    {
        if (Index >= 0)
        {
            throw new InvalidOperationException($"The field '{Name}' belongs to two kinds; declare one for each.");
        }

        Index = index;
    }
}
