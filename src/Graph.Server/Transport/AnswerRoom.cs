using Graph.Server.Api;

namespace Graph.Server.Transport;

/// <summary>
/// The room for answers that are being sent. What was executed is held until its reader has taken it, and is many times as large as its
/// text; so readers that take it slowly may together hold only so much. Where one more does not fit, those give way that have been at it
/// for longest.
/// </summary>
internal sealed class AnswerRoom(ApiOptions options, TimeProvider clock)
{
    /// <summary>The number of values up to which an answer counts as nothing: the connection takes nearly all of it at once.</summary>
    public const int ShortCount = 1_000;

    private readonly Lock gate = new();
    private readonly int valueCountMax = options.SendingValueCountMax;
    private readonly LinkedList<Place> places = new();     // In the order entered.
    private long taken;

    /// <summary>The values of the answers that are being sent.</summary>
    public long ValueCount
    {
        get
        {
            lock (gate)
            {
                return taken;
            }
        }
    }

    /// <summary>A place that is still empty.</summary>
    public Place Open() => new(this);

    // Those that gave way, which are told outside the lock.
    private List<Place> Enter(Place place)
    {
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var missing = taken + place.Count - valueCountMax;
            var slow = new List<Place>();
            for (var node = places.First; missing > 0; node = node.Next)
            {
                if (node is null || clock.GetElapsedTime(node.Value.Since, now) < options.SendingTimeMin)
                {
                    throw ApiError.Later(
                        ErrorCode.Unavailable, "The server is sending too many long answers that are not read yet; the same request may succeed later, or ask for less at once.",
                        "sendingValueCountMax", valueCountMax, options.SendingTimeMin);
                }

                slow.Add(node.Value);
                missing -= node.Value.Count;
            }

            slow.ForEach(Remove);
            place.Since = now;
            places.AddLast(place);
            taken += place.Count;
            return slow;
        }
    }

    private void Remove(Place place)
    {
        if (places.Remove(place))
        {
            taken -= place.Count;
        }
    }

    private void Leave(Place place)
    {
        lock (gate)
        {
            Remove(place);
        }
    }

    /// <summary>The place of one answer, until it is disposed.</summary>
    internal sealed class Place(AnswerRoom room) : IDisposable
    {
        private readonly CancellationTokenSource cut = new();

        /// <summary>How many values it counts as.</summary>
        public int Count { get; private set; }

        public long Since { get; set; }

        /// <summary>Cancelled when it has to give way.</summary>
        public CancellationToken Token => cut.Token;

        /// <summary>Takes room for values, and notes it.</summary>
        /// <exception cref="ApiError">There is none.</exception>
        public void Take(int values, LimitUse use)
        {
            if (values > ShortCount)
            {
                Count = Math.Min(values, room.valueCountMax);
                use.Note("sendingValueCountMax", Count, room.valueCountMax);
                room.Enter(this).ForEach(slow => slow.cut.Cancel());
            }
        }

        public void Dispose() => room.Leave(this);      // Whoever makes it give way may be just about to tell it, so its source is left to the collector.
    }
}
