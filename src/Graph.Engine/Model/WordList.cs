namespace Graph.Engine.Model;

/// <summary>A closed list of words that a field may hold, such as the types of evidence.</summary>
public sealed class WordList
{
    private readonly Dictionary<string, string> canonical;

    /// <summary>Declares a list.</summary>
    /// <param name="name">The name of the list, used as the GraphQL enum's name.</param>
    /// <param name="description">What the words say, for the API's manual.</param>
    /// <param name="words">Each word with its meaning, in the order shown to people.</param>
    public WordList(string name, string description, params (string Word, string Description)[] words)
    {
        Name = name;
        Description = description;
        Words = words;
        canonical = words.ToDictionary(w => w.Word, w => w.Word, StringComparer.Ordinal);
    }

    /// <summary>The name of the list.</summary>
    public string Name { get; }

    /// <summary>What the words say.</summary>
    public string Description { get; }

    /// <summary>The words and what each of them means.</summary>
    public IReadOnlyList<(string Word, string Description)> Words { get; }

    /// <summary>The place of a word in the list; -1 where it has none such.</summary>
    public int IndexOf(string word)
    {
        for (var i = 0; i < Words.Count; i++)
        {
            if (Words[i].Word == word)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>What one of the words means.</summary>
    public string MeaningOf(string word) => Words.First(w => w.Word == word).Description;

    /// <summary>Finds the one instance of a word, so that equal words are the same object everywhere.</summary>
    public bool TryGet(string word, out string found) => canonical.TryGetValue(word, out found!);
}
