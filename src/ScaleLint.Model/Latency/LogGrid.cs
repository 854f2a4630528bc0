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
    internal static readonly double[] InverseX = new double[Count];

    /// <summary>By how many points the sum of a point and one that lies so far below it lies above it, rounded down.</summary>
    internal static readonly int[] SumOffset = new int[Reach + 1];

    /// <summary>By offset, from 0: the smallest distance that leads to it.</summary>
    internal static readonly int[] FirstDistance;

    /// <summary>By offset: the upper point's share of a sum, per mass and per ratio of the smaller to the larger time.</summary>
    internal static readonly double[] ShareByMass;
    internal static readonly double[] ShareByRatio;

    static LogGrid()
    {
        for (var i = 1; i < Count; i++)
        {
            X[i] = Math.Pow(10, -3 + ((i - 1) / (double)BinsPerDecade));
            LnX[i] = Math.Log(X[i]);
            InverseX[i] = 1 / X[i];
        }

        for (var distance = 0; distance <= Reach; distance++)
        {
            SumOffset[distance] = (int)Math.Floor(Math.Log10(1 + Math.Pow(10, -distance / (double)BinsPerDecade)) * BinsPerDecade);
        }

        var offsets = SumOffset[0] + 1;
        FirstDistance = new int[offsets];
        ShareByMass = new double[offsets];
        ShareByRatio = new double[offsets];
        for (var offset = 0; offset < offsets; offset++)
        {
            FirstDistance[offset] = Array.FindIndex(SumOffset, o => o <= offset);
            var low = Math.Pow(10, offset / (double)BinsPerDecade);
            ShareByMass[offset] = (1 - low) / (low * (Ratio - 1));
            ShareByRatio[offset] = 1 / (low * (Ratio - 1));
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
