using Graph.Engine.Snapshots;
using Graph.Engine.Views;
using Graph.Engine.Writing;

namespace Graph.Server.Api.Reading;

/// <summary>
/// The views of the last requests, so that what a view has worked out about its cells is used again by the next request for it.
/// Views are immutable and safe for many readers; a new revision or day makes new ones, and the oldest are let go. A view of a new revision
/// takes over from the last one that asks the same what no change in between touched.
/// </summary>
internal sealed class ViewCache(int countMax, int assumptionCountMax)
{
    private readonly LinkedList<(Snapshot Of, ViewStamp Stamp, View View)> views = new();
    private readonly LinkedList<Assumption> assumptions = new();
    private readonly Lock gate = new();

    /// <summary>The known view that equals a new one, or the new one, which is known from now on.</summary>
    public View Known(View view) => Known(view.Snapshot, ViewStamp.Of(view), () => view);

    /// <summary>The view of a graph, or of an assumption on top of it, under a stamp; made where it is not known.</summary>
    public View Known(Snapshot of, ViewStamp stamp, Func<View> make)
    {
        var text = stamp.ToString();
        lock (gate)
        {
            if (Find(of, text) is { } known)
            {
                return known;
            }
        }

        var view = make();
        lock (gate)
        {
            if (Find(of, text) is { } meanwhile)
            {
                return meanwhile;
            }

            if (stamp.Assumption is null && views.FirstOrDefault(v => v.Stamp.Assumption is null && v.View.AsksTheSameAs(view)).View is { } last)
            {
                view.BasedOn(last);
            }

            views.AddFirst((of, stamp, view));
            if (views.Count > countMax)
            {
                views.RemoveLast();
            }

            return view;
        }
    }

    /// <summary>Keeps what a caller assumed, so that ids of its views can be looked up for a while.</summary>
    public void Keep(Assumption assumption)
    {
        lock (gate)
        {
            if (assumptions.FirstOrDefault(a => a.Id == assumption.Id) is { } known)
            {
                assumptions.Remove(known);
            }

            assumptions.AddFirst(assumption);
            if (assumptions.Count > assumptionCountMax)
            {
                assumptions.RemoveLast();
            }
        }
    }

    /// <summary>What was assumed under an id; null where it is not kept any more.</summary>
    public Assumption? Assumption(string id)
    {
        lock (gate)
        {
            return assumptions.FirstOrDefault(a => a.Id == id);
        }
    }

    private View? Find(Snapshot of, string stamp)
    {
        for (var node = views.First; node is not null; node = node.Next)
        {
            if (ReferenceEquals(node.Value.Of, of) && node.Value.Stamp.ToString() == stamp)
            {
                views.Remove(node);
                views.AddFirst(node);
                return node.Value.View;
            }
        }

        return null;
    }
}
