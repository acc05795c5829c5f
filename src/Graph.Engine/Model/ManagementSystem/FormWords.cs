namespace Graph.Engine.Model.ManagementSystem;

/// <summary>The closed lists of forms: templates, their items, and answers.</summary>
public static class FormWords
{
    /// <summary>What a document that follows a template is.</summary>
    public static readonly WordList Form = new("FormType", "What a document that follows a template serves as.",
        ("AIIA", "AI system impact assessment (ISO/IEC 42001 6.1.4, 8.4)."),
        ("DPIA", "Data protection impact assessment (GDPR 35(7))."),
        ("FRIA", "Fundamental rights impact assessment (Regulation (EU) 2024/1689 Art. 27)."),
        ("CLASSIFICATION", "Classification of a system under the Act (Art. 5, 6, 49(2))."),
        ("VENDOR_DUE_DILIGENCE", "Due diligence on a supplier (ISO/IEC 42001 A.10.3)."),
        ("ANNEX_IV", "Technical documentation (Art. 11(1), Annex IV)."),
        ("ANNEX_V", "EU declaration of conformity (Art. 47, Annex V); a draft until its provider signs it."),
        ("ANNEX_VIII", "Information for registration in the EU database (Art. 49, Annex VIII)."),
        ("ARTICLE_13", "Instructions for use (Art. 13(3))."),
        ("OTHER", "Anything else."));

    /// <summary>How an item is answered.</summary>
    public static readonly WordList AnswerType = new("AnswerType", "How an item of a template is answered.",
        ("TEXT", "In words."), ("YES_NO", "YES or NO."), ("NUMBER", "A number, with a point before decimals."), ("DATE", "A day as yyyy-MM-dd."),
        ("CHOICE", "One of the choices of the item."), ("CHOICES", "One or more of the choices of the item, separated by semicolons."));

    /// <summary>Whether somebody stands behind an answer.</summary>
    public static readonly WordList AnswerState = new("AnswerState", "Whether somebody stands behind an answer.",
        ("PROPOSED", "Proposed, such as by a prefill; counts as missing until somebody confirms it."), ("CONFIRMED", "Confirmed by whoever last edited it."));

    /// <summary>What an answer of somebody else rests on.</summary>
    public static readonly WordList Backing = new("AnswerBacking", "What an answer rests on that somebody else gives, such as a vendor (ISO/IEC 42001 A.10.3).",
        ("CLAIMED", "Only said; it scores nothing."), ("DOCUMENTED", "A document shows it."), ("VERIFIED", "Checked by the organisation or somebody independent."));
}
