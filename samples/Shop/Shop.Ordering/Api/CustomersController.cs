using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Api;

[ApiController]
[Route("customers/{customer}")]
public sealed class CustomersController(OrderDesk desk) : ControllerBase
{
    [HttpGet("orders")]
    public Task<IReadOnlyList<OrderSummaryDto>> OrdersAsync(Guid customer, CancellationToken cancellationToken) =>
        desk.OfCustomerAsync(customer, cancellationToken);

    [HttpGet("statement")]
    public async Task<ActionResult<StatementDto>> StatementAsync(Guid customer, CancellationToken cancellationToken) // fault: SCALE1006, SCALE3001
    {
        var statement = await desk.StatementAsync(customer, cancellationToken);
        return statement is null ? NotFound() : statement;
    }
}
