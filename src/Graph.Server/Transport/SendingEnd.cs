using Graph.Server.Api;

namespace Graph.Server.Transport;

/// <summary>
/// Ends what is being sent once a stop has begun and its reader had some time more: whoever reads slowly or not at all must not hold the
/// stop up, and what was asked can be asked again.
/// </summary>
internal sealed class SendingEnd(IHostApplicationLifetime lifetime, ApiOptions options)
{
    /// <summary>Whether a stop has begun.</summary>
    public bool HasBegun => lifetime.ApplicationStopping.IsCancellationRequested;

    /// <summary>Begins to send, which may end for other reasons as well.</summary>
    public Sending Begin(params ReadOnlySpan<CancellationToken> others) => new(CancellationTokenSource.CreateLinkedTokenSource(others), lifetime, options);

    /// <summary>The sending of one answer or export, until it is disposed.</summary>
    internal sealed class Sending : IDisposable
    {
        private readonly CancellationTokenSource ending;
        private readonly CancellationTokenRegistration stopping;

        public Sending(CancellationTokenSource ending, IHostApplicationLifetime lifetime, ApiOptions options)
        {
            this.ending = ending;
            stopping = lifetime.ApplicationStopping.Register(() => ending.CancelAfter(options.StopSendTimeMax));
        }

        /// <summary>Cancelled when nothing more is to be sent.</summary>
        public CancellationToken Token => ending.Token;

        public void Dispose()
        {
            stopping.Dispose();
            ending.Dispose();
        }
    }
}
