using System.Collections.Immutable;

namespace Graph.Server.Api.Reading;

/// <summary>A list of which a page is cut. Only as much of it is made as the page needs; the total is counted when asked for.</summary>
internal abstract class Window
{
    /// <summary>The number of items.</summary>
    public abstract int Total { get; }

    /// <summary>Whether there is an item at the index.</summary>
    public abstract bool Has(int index);

    /// <summary>The item at an index that there is.</summary>
    public abstract object this[int index] { get; }

    /// <summary>The Cypher behind the list; null where no statement gives it.</summary>
    public Func<CypherRef>? Cypher { get; init; }

    public static Window Of<T>(IReadOnlyList<T> list, Func<T, object> item, Func<CypherRef>? cypher = null) => new Known<T>(list, item) { Cypher = cypher };

    public static Window Of(IEnumerable<object> items, Func<CypherRef>? cypher = null) => new Unfolding(items) { Cypher = cypher };

    public static Window Of(ImmutableSortedSet<string> keys, Func<string, object> item) => new Keys(keys, item);

    private sealed class Known<T>(IReadOnlyList<T> list, Func<T, object> item) : Window
    {
        public override int Total => list.Count;

        public override bool Has(int index) => index < list.Count;

        public override object this[int index] => item(list[index]);
    }

    private sealed class Keys(ImmutableSortedSet<string> keys, Func<string, object> item) : Window
    {
        public override int Total => keys.Count;

        public override bool Has(int index) => index < keys.Count;

        public override object this[int index] => item(keys[index]);
    }

    private sealed class Unfolding(IEnumerable<object> items) : Window
    {
        private readonly IEnumerator<object> rest = items.GetEnumerator();
        private readonly List<object> known = [];

        public override int Total
        {
            get
            {
                while (Next())
                {
                }

                return known.Count;
            }
        }

        public override bool Has(int index)
        {
            while (known.Count <= index)
            {
                if (!Next())
                {
                    return false;
                }
            }

            return true;
        }

        public override object this[int index] => known[index];

        private bool Next()
        {
            if (!rest.MoveNext())
            {
                return false;
            }

            known.Add(rest.Current);
            return true;
        }
    }
}
