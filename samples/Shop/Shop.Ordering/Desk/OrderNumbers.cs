using System.Globalization;

namespace Shop.Ordering.Desk;

public static class OrderNumbers
{
    private static int _last = 1000;

    public static string Next(DateTimeOffset now)
    {
        _last++; // fault: SCALE1007
        return string.Create(CultureInfo.InvariantCulture, $"S{now:yyMMddHHmmss}-{_last}");
    }
}
