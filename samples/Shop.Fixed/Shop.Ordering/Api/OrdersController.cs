using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Api;

[ApiController]
[Route("orders")]
public sealed class OrdersController(OrderPlacement placement, OrderChanges changes, OrderQueries queries, Quotes quotes) : ControllerBase
{
    [HttpPost]
    public Task<OrderDto> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken) => placement.PlaceAsync(request, cancellationToken);

    [HttpGet("{id}")]
    public async Task<ActionResult<OrderDto>> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var order = await queries.FindAsync(id, cancellationToken);
        return order is null ? NotFound() : order;
    }

    [HttpGet("open")]
    public Task<IReadOnlyList<OrderSummaryDto>> OpenAsync(CancellationToken cancellationToken) => queries.OpenAsync(cancellationToken);

    [HttpPost("{id}/cancel")]
    public async Task<IActionResult> CancelAsync(Guid id, CancellationToken cancellationToken) =>
        await changes.CancelAsync(id, cancellationToken) ? NoContent() : Conflict();

    [HttpGet("{id}/requote")]
    public async Task<ActionResult<RequoteDto>> RequoteAsync(Guid id, CancellationToken cancellationToken)
    {
        var quote = await quotes.RequoteAsync(id, cancellationToken);
        return quote is null ? NotFound() : quote;
    }

    [HttpPost("{id}/ship")]
    public async Task<ActionResult<ShipmentDto>> ShipAsync(Guid id, string carrier, CancellationToken cancellationToken)
    {
        var shipment = await changes.ShipAsync(id, carrier, cancellationToken);
        return shipment is null ? Conflict() : shipment;
    }

    [HttpGet("{id}/shipment")]
    public async Task<ActionResult<ShipmentDto>> ShipmentAsync(Guid id, CancellationToken cancellationToken)
    {
        var shipment = await queries.ShipmentOfAsync(id, cancellationToken);
        return shipment is null ? NotFound() : shipment;
    }

    [HttpGet("{id}/invoice")]
    public async Task<IActionResult> InvoiceAsync(Guid id, CancellationToken cancellationToken)
    {
        var text = await queries.InvoiceOfAsync(id, cancellationToken);
        return text is null ? NotFound() : Content(text, "text/plain");
    }
}
