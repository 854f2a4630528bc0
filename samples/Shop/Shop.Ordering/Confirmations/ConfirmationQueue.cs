using System.Threading.Channels;

namespace Shop.Ordering.Confirmations;

public sealed record Confirmation(Guid OrderId, string Number);

/// <summary>Order confirmations that wait to be written by <see cref="ConfirmationWriter"/>.</summary>
public sealed class ConfirmationQueue
{
    private readonly Channel<Confirmation> _waiting = Channel.CreateUnbounded<Confirmation>(); // fault: SCALE5001

    public ChannelReader<Confirmation> Reader => _waiting.Reader;

    public async Task AddAsync(Confirmation confirmation, CancellationToken cancellationToken) =>
        await _waiting.Writer.WriteAsync(confirmation, cancellationToken); // fault: SCALE9003
}
