using Shop.Shared;

namespace Shop.Ordering.Desk;

public static class TaxTable
{
    private const decimal Rate = 0.19m;

    public static string Note() => "The price includes 19 % tax.";

    public static decimal Gross(decimal net, decimal discountPercent) =>
        Amounts.Round(net * (1m - discountPercent / 100m) * (1m + Rate));
}
