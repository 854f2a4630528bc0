using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Api;

[ApiController]
[Route("orders")]
public sealed class OrdersController(OrderDesk desk) : ControllerBase
{
    [HttpPost]
    public async Task<ActionResult<OrderDto>> PlaceAsync(PlaceOrderRequest request, CancellationToken cancellationToken) // fault: SCALE3001
    {
        var order = await desk.PlaceAsync(request, cancellationToken);
        return order is null ? Conflict() : order;
    }

    [HttpGet("{id}")]
    public async Task<ActionResult<OrderDto>> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        var order = await desk.FindAsync(id, cancellationToken);
        return order is null ? NotFound() : order;
    }

    [HttpGet("open")]
    public Task<IReadOnlyList<OrderSummaryDto>> OpenAsync(CancellationToken cancellationToken) => desk.OpenAsync(cancellationToken);

    [HttpPost("{id}/cancel")]
    public async Task<IActionResult> CancelAsync(Guid id, CancellationToken cancellationToken) =>
        await desk.CancelAsync(id, cancellationToken) ? NoContent() : Conflict();

    [HttpPost("{id}/paid")]
    public async Task<IActionResult> PaidAsync(Guid id, CancellationToken cancellationToken) =>
        await desk.MarkPaidAsync(id, cancellationToken) ? NoContent() : Conflict();

    [HttpGet("{id}/requote")]
    public async Task<ActionResult<RequoteDto>> RequoteAsync(Guid id, CancellationToken cancellationToken)
    {
        var quote = await desk.RequoteAsync(id, cancellationToken);
        return quote is null ? NotFound() : quote;
    }

    [HttpPost("{id}/ship")]
    public async Task<ActionResult<ShipmentDto>> ShipAsync(Guid id, string carrier, CancellationToken cancellationToken)
    {
        var shipment = await desk.ShipAsync(id, carrier, cancellationToken);
        return shipment is null ? Conflict() : shipment;
    }

    [HttpGet("{id}/shipment")]
    public async Task<ActionResult<ShipmentDto>> ShipmentAsync(Guid id, CancellationToken cancellationToken)
    {
        var shipment = await desk.ShipmentOfAsync(id, cancellationToken);
        return shipment is null ? NotFound() : shipment;
    }

    [HttpGet("{id}/invoice")]
    public async Task<IActionResult> InvoiceAsync(Guid id, CancellationToken cancellationToken)
    {
        var text = await desk.InvoiceOfAsync(id, cancellationToken);
        return text is null ? NotFound() : Content(text, "text/plain");
    }
}
