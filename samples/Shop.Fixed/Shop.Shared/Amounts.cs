namespace Shop.Shared;

/// <summary>Money arithmetic that every service must do the same way.</summary>
public static class Amounts
{
    public static decimal Round(decimal amount) => decimal.Round(amount, 2, MidpointRounding.ToEven);

    public static long ToMinorUnits(decimal amount) => (long)(Round(amount) * 100m);
}
