using System.Diagnostics;
using System.Threading.Channels;

namespace Shop.Ordering.Stock;

/// <summary>What has left the warehouse, with the trace of the shipment that took it.</summary>
public sealed record StockChange(string Sku, int Quantity, ActivityContext Trace);

/// <summary>Stock changes on their way to the catalogue.</summary>
public sealed class StockAdjustments
{
    private readonly Channel<StockChange> _waiting = Channel.CreateBounded<StockChange>(1000);

    public ChannelReader<StockChange> Reader => _waiting.Reader;

    public async Task AddAsync(string sku, int quantity, CancellationToken cancellationToken) =>
        await _waiting.Writer.WriteAsync(new StockChange(sku, quantity, Activity.Current?.Context ?? default), cancellationToken);
}
