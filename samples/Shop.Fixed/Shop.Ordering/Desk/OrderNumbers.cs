using System.Globalization;

namespace Shop.Ordering.Desk;

public static class OrderNumbers
{
    /// <summary>A number that no other instance can give: the day, and the order's own id.</summary>
    public static string Of(Guid order, DateTimeOffset placed) =>
        string.Create(CultureInfo.InvariantCulture, $"S{placed:yyMMdd}-{order.ToString("N")[..10].ToUpperInvariant()}");
}
