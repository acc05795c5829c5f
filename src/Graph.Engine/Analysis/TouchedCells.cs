using Graph.Engine.Model;
using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Engine.Analysis;

/// <summary>
/// Which of the rows that a difference touches can have another state at all, and for whom. Of a touched control or piece of proof counts only what it gives
/// otherwise than before, and of that only what no untouched chain gives to everybody: most controls are not the only one that meets a
/// requirement. Both views judge the same day in the same way. It errs on the side of too much.
/// </summary>
internal sealed class TouchedCells
{
    private readonly HashSet<int> numbers = [];
    private bool isForAny;

    /// <summary>The rows whose cells may have another state, or another verdict by a statement.</summary>
    public HashSet<Row> Rows { get; } = [];

    /// <summary>The rows into which links of a kind that they take may lead for others than before.</summary>
    public HashSet<Row> ShallowRows { get; } = [];

    /// <summary>The numbers of the systems whose cells of the rows may have another state; null where it may be any system's or the organisation's, or so many are not wanted.</summary>
    public HashSet<int>? Numbers(int countMax) => isForAny || numbers.Count > countMax ? null : numbers;

    /// <summary>Finds them; the views are of the two snapshots between which something was touched.</summary>
    public static TouchedCells Between(View before, View after, Touched touched)
    {
        var cells = new TouchedCells();
        new Search(cells, before, after, touched).Run();
        return cells;
    }

    /// <summary>Looks for them; it knows both views, and what is found keeps neither.</summary>
    private sealed class Search(TouchedCells cells, View viewBefore, View view, Touched touched)
    {
        private readonly Side before = new(viewBefore);
        private readonly Side after = new(view);
        private readonly DateOnly day = view.On;
        private readonly Dictionary<Row, List<Chains>> found = [];

        public void Run()
        {
            foreach (var control in touched.Controls)
            {
                Take(control, EdgeKinds.Satisfies, side => side.OfControl(control));
            }

            foreach (var proof in touched.Proofs)
            {
                Take(proof, EdgeKinds.Demonstrates, side => side.OfProof(proof));
            }

            foreach (var (row, chains) in found)
            {
                Keep(row, chains);
            }

            cells.Rows.UnionWith(touched.RowsForAll);
            cells.isForAny |= touched.RowsForAll.Any(r => r.HasCells(day));
        }

        // What a control or proof gives to the rows to which it is linked, in one snapshot or the other.
        private void Take(int from, EdgeKind kind, Func<Side, Given> read)
        {
            var (was, now) = (read(before), read(after));
            var (lost, gained) = (was.Without(now), now.Without(was));
            var reachDiffers = !was.Applies.IsSameAs(now.Applies);
            var (linkedBefore, linkedAfter) = (before.LinksFrom(from, kind), after.LinksFrom(from, kind));
            foreach (var at in linkedBefore.Keys.Union(linkedAfter.Keys))
            {
                Link? link = linkedBefore.GetValueOrDefault(at), later = linkedAfter.GetValueOrDefault(at);
                var isShallow = reachDiffers || link is null || later is null;
                foreach (var row in after.Catalogue.RowsBelow(at.Document).Where(r => r.HasCells(day) && (kind == EdgeKinds.Satisfies || !r.NeedsControl)))
                {
                    if (isShallow)
                    {
                        cells.ShallowRows.Add(row);
                    }

                    if ((link ?? later)!.Joint is not null)
                    {
                        // Which of its best chains a member gives to its group depends on more than what they are worth.
                        Add(row, was.OfAnyType, State.Covered);
                        Add(row, now.OfAnyType, State.Covered);
                    }

                    State cap = link is null ? State.Missing : before.Cap(link, row), capAfter = later is null ? State.Missing : after.Cap(later, row);
                    Add(row, cap == capAfter ? lost : was, cap);
                    Add(row, cap == capAfter ? gained : now, capAfter);
                }
            }
        }

        private void Add(Row row, Given given, State cap)
        {
            if (cap == State.Missing || given.ByWorth.Count == 0)
            {
                return;
            }

            if (!found.TryGetValue(row, out var list))
            {
                found.Add(row, list = []);
            }

            foreach (var chains in given.ByWorth.Values)
            {
                if (chains.Types == 0 || (chains.Types & row.ProofMask) != 0)
                {
                    list.Add(chains with { Types = chains.Types & row.ProofMask, State = chains.State < cap ? chains.State : cap });
                }
            }
        }

        // A row has another state only where something is left that not everybody has from elsewhere.
        private void Keep(Row row, List<Chains> chains)
        {
            chains.RemoveAll(c => row.IsOrganisation ? !c.Reach.Organisation : !c.Reach.HasSystems);
            if (chains.Count == 0)
            {
                return;
            }

            // Where credit is carried whole, the types of the proof of COVERED chains count as well.
            var asked = Array.Exists(row.SelfAndAbove, at => after.Catalogue.Mappings.OutOf(at).Any(m => m.CarriesAll))
                ? chains.Where(c => c.State == State.Covered).Aggregate(0UL, (all, c) => all | c.Types)
                : 0;
            var (best, types) = before.OfEveryone(row, touched, chains.Max(c => c.State), asked);
            foreach (var one in chains.Where(c => c.State > best || (c.State == State.Covered && (c.Types & asked & ~types) != 0)))
            {
                cells.Rows.Add(row);
                cells.isForAny |= row.IsOrganisation || one.Reach.All;
                if (!cells.isForAny)
                {
                    one.Reach.AddTo(cells.numbers);
                }
            }
        }
    }

    /// <summary>Chains that are worth the same by proof of some types.</summary>
    /// <param name="Types">The types as bits; none where there is no usable proof.</param>
    /// <param name="State">What they are worth.</param>
    /// <param name="Reach">For whom.</param>
    private readonly record struct Chains(ulong Types, State State, Reach Reach);

    /// <summary>A set of subjects that grows.</summary>
    private sealed class Reach
    {
        private readonly Dictionary<int, ulong> words = [];

        public bool All { get; private set; }

        public bool Organisation { get; private set; }

        public bool HasSystems => All || words.Count > 0;

        public bool IsEmpty => !HasSystems && !Organisation;

        /// <summary>Adds those who are in both sets.</summary>
        public void Add(in SubjectSet one, in SubjectSet other)
        {
            All |= one.All && other.All;
            Organisation |= one.Organisation && other.Organisation;
            if (one.All || other.All)
            {
                foreach (var (word, bits) in one.All ? other.Systems : one.Systems)
                {
                    AddBits(word, bits);
                }

                return;
            }

            for (int i = 0, j = 0; i < one.Systems.Length && j < other.Systems.Length;)
            {
                var (word, bits) = one.Systems[i];
                var (otherWord, otherBits) = other.Systems[j];
                if (word == otherWord)
                {
                    AddBits(word, bits & otherBits);
                }

                i += word <= otherWord ? 1 : 0;
                j += otherWord <= word ? 1 : 0;
            }
        }

        /// <summary>Those who are not in another set. Of everybody without some it is everybody.</summary>
        public Reach Without(Reach? other)
        {
            if (other is null)
            {
                return this;
            }

            var left = new Reach { All = All && !other.All, Organisation = Organisation && !other.Organisation };
            foreach (var (word, bits) in other.All ? [] : words)
            {
                left.AddBits(word, bits & ~other.words.GetValueOrDefault(word));
            }

            return left;
        }

        public void AddTo(HashSet<int> numbers)
        {
            var list = new List<int>();
            SubjectSet.Unpack([.. words.Select(w => new SystemBits(w.Key, w.Value))], list);
            numbers.UnionWith(list);
        }

        private void AddBits(int word, ulong bits)
        {
            if (bits != 0)
            {
                words[word] = words.GetValueOrDefault(word) | bits;
            }
        }
    }

    /// <summary>What a control or proof gives to whatever it is linked to.</summary>
    private sealed class Given(SubjectSet applies)
    {
        /// <summary>For whom it may do anything.</summary>
        public SubjectSet Applies { get; } = applies;

        public Dictionary<(ulong Type, State State), Chains> ByWorth { get; } = [];

        /// <summary>What is COVERED of it, as chains by proof of any of their types.</summary>
        public Given OfAnyType
        {
            get
            {
                var given = new Given(Applies);
                foreach (var chains in ByWorth.Values.Where(c => c.State == State.Covered).ToList())
                {
                    var types = ByWorth.Values.Where(c => c.State == State.Covered).Aggregate(0UL, (all, c) => all | c.Types);
                    given.ByWorth.Add((chains.Types, State.Covered), chains with { Types = types });
                }

                return given;
            }
        }

        public void Add(ulong type, State state, in SubjectSet one, in SubjectSet other)
        {
            if (!ByWorth.TryGetValue((type, state), out var chains))
            {
                ByWorth.Add((type, state), chains = new(type, state, new()));
            }

            chains.Reach.Add(one, other);
        }

        public Given Without(Given other)
        {
            var left = new Given(Applies);
            foreach (var (worth, chains) in ByWorth)
            {
                var reach = chains.Reach.Without(other.ByWorth.TryGetValue(worth, out var known) ? known.Reach : null);
                if (!reach.IsEmpty)
                {
                    left.ByWorth.Add(worth, chains with { Reach = reach });
                }
            }

            return left;
        }
    }

    /// <summary>One of the two views.</summary>
    private sealed class Side(View view)
    {
        private readonly Holdings holdings = Holdings.Of(view.Snapshot);
        private readonly ProofReader proofs = new(view);

        public Catalogue Catalogue { get; } = Catalogue.Of(view.Snapshot);

        public Given OfControl(int ordinal)
        {
            if (view.Snapshot.Document(ordinal) is null)
            {
                return new(SubjectSet.Nobody);
            }

            var control = holdings.Control(ordinal);
            var given = new Given(control.AppliesTo);
            if (proofs.IsRetired(control))
            {
                return given;
            }

            var operating = proofs.StateOf(control);
            given.Add(0, Min(operating, State.Unproven), control.AppliesTo, SubjectSet.Everyone);
            var all = control.Proofs(holdings);
            for (var i = 0; i < all.Length; i++)
            {
                ref readonly var terms = ref all[i].Terms;
                if (proofs.IsUsable(terms, ulong.MaxValue))
                {
                    given.Add(terms.TypeBit, Min(proofs.IsSuspect(all[i], control) ? Min(operating, State.Suspect) : operating, proofs.StateOf(terms)), control.AppliesTo, terms.BelongsTo);
                }
            }

            return given;
        }

        public Given OfProof(int ordinal)
        {
            if (view.Snapshot.Document(ordinal) is null)
            {
                return new(SubjectSet.Nobody);
            }

            var terms = holdings.Proof(ordinal).Terms;
            var given = new Given(terms.BelongsTo);
            if (proofs.IsUsable(terms, ulong.MaxValue))
            {
                given.Add(terms.TypeBit, proofs.StateOf(terms), terms.BelongsTo, SubjectSet.Everyone);
            }

            return given;
        }

        public Dictionary<Row, Link> LinksFrom(int from, EdgeKind kind)
        {
            var links = new Dictionary<Row, Link>();
            if (view.Snapshot.Document(from) is null)
            {
                return links;
            }

            var isControl = kind == EdgeKinds.Satisfies;
            foreach (var (node, data) in new Edges(view.Snapshot.Outgoing, from, kind.Number))
            {
                if (Catalogue.Row(node) is { } at)
                {
                    links.Add(at, Link.Of(at, isControl ? holdings.Control(from) : null, isControl ? null : holdings.Proof(from), data));
                }
            }

            return links;
        }

        /// <summary>The most that chains of a link are worth in a row.</summary>
        public State Cap(Link link, Row row) => link.IsSuspectFor(row, view) ? State.Suspect : link.IsPartial && link.Joint is null ? State.Partial : State.Covered;

        /// <summary>
        /// The best state that untouched chains give to every subject of a row, and the types of proof by which they are COVERED; no further than
        /// to some state and types.
        /// </summary>
        public (State Best, ulong Types) OfEveryone(Row row, Touched touched, State enough, ulong enoughTypes)
        {
            var (best, types) = (State.Missing, 0UL);
            foreach (var at in row.SelfAndAbove)
            {
                foreach (var link in holdings.ControlLinksAt(at))
                {
                    var control = link.Control!;
                    if (link.Joint is not null || !HasEveryone(control.AppliesTo) || touched.Controls.Contains(control.Document.Ordinal) || proofs.IsRetired(control))
                    {
                        continue;
                    }

                    var operating = Min(proofs.StateOf(control), Cap(link, row));
                    var unproven = Min(operating, State.Unproven);
                    best = unproven > best ? unproven : best;
                    var all = control.Proofs(holdings);
                    for (var i = 0; i < all.Length && (operating > best || operating == State.Covered); i++)
                    {
                        ref readonly var terms = ref all[i].Terms;
                        if (proofs.IsUsable(terms, row.ProofMask) && HasEveryone(terms.BelongsTo))
                        {
                            Raise(Min(proofs.IsSuspect(all[i], control) ? Min(operating, State.Suspect) : operating, proofs.StateOf(terms)), terms.TypeBit);
                            if (IsEnough())
                            {
                                return (best, types);
                            }
                        }
                    }
                }

                foreach (var link in row.NeedsControl ? [] : holdings.ProofLinksAt(at))
                {
                    var terms = link.Proof!.Terms;
                    if (link.Joint is null && HasEveryone(terms.BelongsTo) && !touched.Proofs.Contains(link.Proof.Document.Ordinal) && proofs.IsUsable(terms, row.ProofMask))
                    {
                        Raise(Min(Cap(link, row), proofs.StateOf(terms)), terms.TypeBit);
                    }
                }

                if (IsEnough())
                {
                    break;
                }
            }

            return (best, types);

            bool HasEveryone(in SubjectSet set) => row.IsOrganisation ? set.Organisation : set.All;

            bool IsEnough() => best >= enough && (enoughTypes & ~types) == 0;

            void Raise(State state, ulong type)
            {
                best = state > best ? state : best;
                types |= state == State.Covered ? type : 0;
            }
        }

        private static State Min(State one, State other) => one < other ? one : other;
    }
}
