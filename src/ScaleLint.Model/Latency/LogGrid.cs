namespace ScaleLint.Model;

/// <summary>
/// The points a latency's mass lies on, in ms: zero, then 1 us to 1000 s with 32 bins a decade.
/// Because the grid is logarithmic, the sum of two points lies at an offset that depends on their distance alone.
/// </summary>
public static class LogGrid
{
    public const int BinsPerDecade = 32;

    /// <summary>Number of points, the zero included.</summary>
    public const int Count = (9 * BinsPerDecade) + 2;

    /// <summary>Beyond this distance the smaller of two points moves their sum by less than one bin.</summary>
    internal const int Reach = 37;

    internal static readonly double[] X = new double[Count];
    internal static readonly double[] LnX = new double[Count];
    internal static readonly int[] SumOffset = new int[Reach];
    internal static readonly double[] SumShare = new double[Reach];

    static LogGrid()
    {
        for (var i = 1; i < Count; i++)
        {
            X[i] = Math.Pow(10, -3 + ((i - 1) / (double)BinsPerDecade));
            LnX[i] = Math.Log(X[i]);
        }

        for (var distance = 0; distance < Reach; distance++)
        {
            var sum = 1 + Math.Pow(10, -distance / (double)BinsPerDecade);
            var offset = (int)Math.Floor(Math.Log10(sum) * BinsPerDecade);
            var low = Math.Pow(10, offset / (double)BinsPerDecade);
            SumOffset[distance] = offset;
            SumShare[distance] = (sum - low) / (low * (Ratio - 1));
        }
    }

    /// <summary>A point over the one before it.</summary>
    public static double Ratio { get; } = Math.Pow(10, 1.0 / BinsPerDecade);

    /// <summary>The points in ms, ascending from 0.</summary>
    public static IReadOnlyList<double> Points => X;

    /// <summary>The last point not above <paramref name="ms"/>.</summary>
    internal static int Floor(double ms)
    {
        if (ms < X[1])
        {
            return 0;
        }

        var i = Math.Min(Count - 1, 1 + (int)((Math.Log10(ms) + 3) * BinsPerDecade));
        if (i + 1 < Count && X[i + 1] <= ms)
        {
            return i + 1;
        }

        return X[i] > ms ? i - 1 : i;
    }
}
