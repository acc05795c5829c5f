using Graph.Engine.Snapshots;
using Graph.Engine.Views;

namespace Graph.Server.Api.Reading;

/// <summary>
/// The views of the last requests, so that what a view has worked out about its cells is used again by the next request for it.
/// Views are immutable and safe for many readers; a new revision or day makes new ones, and the oldest are let go. A view of a new revision
/// takes over from the last one that asks the same what no change in between touched.
/// </summary>
internal sealed class ViewCache(int countMax)
{
    private readonly LinkedList<(Snapshot Snapshot, string Stamp, View View)> views = new();
    private readonly Lock gate = new();

    /// <summary>The known view that equals a new one, or the new one, which is known from now on.</summary>
    public View Known(View view)
    {
        var stamp = ViewStamp.Of(view).ToString();
        lock (gate)
        {
            for (var node = views.First; node is not null; node = node.Next)
            {
                if (ReferenceEquals(node.Value.Snapshot, view.Snapshot) && node.Value.Stamp == stamp)
                {
                    views.Remove(node);
                    views.AddFirst(node);
                    return node.Value.View;
                }
            }

            if (views.FirstOrDefault(v => v.View.AsksTheSameAs(view)).View is { } last)
            {
                view.BasedOn(last);
            }

            views.AddFirst((view.Snapshot, stamp, view));
            if (views.Count > countMax)
            {
                views.RemoveLast();
            }

            return view;
        }
    }
}
