using System.Numerics;

namespace Graph.Engine.Analysis;

/// <summary>
/// Keeps the best state of each cell of one row while chains come in, each for a set of subjects at once. For many systems it keeps a set of
/// systems for each state and reads the best at the end; a chain then costs a few words, however many systems it is for.
/// </summary>
internal sealed class BestOf(Subjects subjects)
{
    private readonly ulong[][] systemsByState = subjects.AreFew ? [] : [.. Enumerable.Range(0, (int)State.Covered + 1).Select(_ => new ulong[subjects.WordCount])];
    private readonly ulong[] done = new ulong[subjects.AreFew ? 0 : subjects.WordCount];
    private readonly State[] few = new State[subjects.AreFew ? subjects.Count : 0];
    private bool isOrganisation;
    private State ofAll;

    /// <summary>Whether a state cannot raise any cell any more.</summary>
    public bool IsReached(State state) => state <= ofAll;

    public void Begin(Row row)
    {
        isOrganisation = row.IsOrganisation;
        ofAll = State.Missing;
        Array.Clear(few);
        foreach (var systems in systemsByState)
        {
            Array.Clear(systems);
        }
    }

    /// <summary>Raises each subject that is in both sets to a state, unless it has a better one.</summary>
    public void Raise(State state, in SubjectSet one, in SubjectSet other)
    {
        if (IsReached(state))
        {
            return;
        }

        if (isOrganisation)
        {
            ofAll = one.Organisation && other.Organisation ? state : ofAll;
        }
        else if (one.All && other.All)
        {
            ofAll = state;
        }
        else if (subjects.AreFew)
        {
            RaiseFew(state, one, other);
        }
        else
        {
            RaiseMany(systemsByState[(int)state], one, other);
        }
    }

    public State[] Take()
    {
        if (isOrganisation)
        {
            return [ofAll];
        }

        var best = new State[subjects.Count];
        Array.Fill(best, ofAll);
        if (subjects.AreFew)
        {
            for (var i = 0; i < few.Length; i++)
            {
                best[i] = few[i] > ofAll ? few[i] : ofAll;
            }

            return best;
        }

        Array.Clear(done);
        for (var state = State.Covered; state > ofAll; state--)
        {
            var systems = systemsByState[(int)state];
            for (var word = 0; word < systems.Length; word++)
            {
                var bits = systems[word] & ~done[word];
                done[word] |= bits;
                for (; bits != 0; bits &= bits - 1)
                {
                    if (subjects.PlaceOf((word << 6) + BitOperations.TrailingZeroCount(bits)) is >= 0 and var place)
                    {
                        best[place] = state;
                    }
                }
            }
        }

        return best;
    }

    private void RaiseFew(State state, in SubjectSet one, in SubjectSet other)
    {
        var worst = State.Covered;
        for (var i = 0; i < few.Length; i++)
        {
            if (few[i] < state && one.HasSystem(subjects.Numbers[i]) && other.HasSystem(subjects.Numbers[i]))
            {
                few[i] = state;
            }

            worst = few[i] < worst ? few[i] : worst;
        }

        ofAll = worst > ofAll ? worst : ofAll;
    }

    private static void RaiseMany(ulong[] systems, in SubjectSet one, in SubjectSet other)
    {
        if (one.All || other.All)
        {
            foreach (var (word, bits) in one.All ? other.Systems : one.Systems)
            {
                systems[word] |= bits;
            }

            return;
        }

        for (int i = 0, j = 0; i < one.Systems.Length && j < other.Systems.Length;)
        {
            var (word, bits) = one.Systems[i];
            var (otherWord, otherBits) = other.Systems[j];
            systems[word] |= word == otherWord ? bits & otherBits : 0;
            i += word <= otherWord ? 1 : 0;
            j += otherWord <= word ? 1 : 0;
        }
    }
}
