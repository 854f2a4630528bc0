using System.Diagnostics;
using System.Threading.Channels;

namespace Shop.Ordering.Confirmations;

/// <summary>A confirmation to write, with the trace of the order that it confirms.</summary>
public sealed record Confirmation(Guid OrderId, string Number, ActivityContext Trace);

/// <summary>Order confirmations that wait to be written by <see cref="ConfirmationWriter"/>; when a thousand wait, ordering waits too.</summary>
public sealed class ConfirmationQueue
{
    private readonly Channel<Confirmation> _waiting = Channel.CreateBounded<Confirmation>(1000);

    public ChannelReader<Confirmation> Reader => _waiting.Reader;

    public async Task AddAsync(Guid orderId, string number, CancellationToken cancellationToken) =>
        await _waiting.Writer.WriteAsync(new Confirmation(orderId, number, Activity.Current?.Context ?? default), cancellationToken);
}
