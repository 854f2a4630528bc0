using Microsoft.AspNetCore.Mvc;
using Shop.Contracts;
using Shop.Ordering.Desk;

namespace Shop.Ordering.Api;

[ApiController]
[Route("customers/{customer}")]
public sealed class CustomersController(OrderQueries queries) : ControllerBase
{
    [HttpGet("orders")]
    public Task<IReadOnlyList<OrderSummaryDto>> OrdersAsync(Guid customer, CancellationToken cancellationToken) =>
        queries.OfCustomerAsync(customer, cancellationToken);

    [HttpGet("statement")]
    public async Task<ActionResult<StatementDto>> StatementAsync(Guid customer, CancellationToken cancellationToken)
    {
        var statement = await queries.StatementAsync(customer, cancellationToken);
        return statement is null ? NotFound() : statement;
    }
}
