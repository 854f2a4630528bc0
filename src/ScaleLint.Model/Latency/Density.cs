namespace ScaleLint.Model;

/// <summary>
/// Mass over time on the <see cref="LogGrid"/>, at most 1 in all, with its exact first two moments beside it.
/// A value between two points is split over both so that its mean is kept; so E[min(X, x)] is exact at every point x,
/// and the running sum of the masses is the average of the cumulative distribution between two points.
/// </summary>
public sealed class Density
{
    // Below the low end's share no percentile is asked for; at the high end p99.9 of rare parts still is.
    private const double NegligibleLow = 1e-8;
    private const double NegligibleHigh = 1e-13;

    private readonly double[] _mass;
    private double[]? _survival;
    private Sharpening? _sharpening;

    internal Density(double[] mass, double first, double second, double limit = double.PositiveInfinity, double floor = 0)
    {
        _mass = mass;
        Floor = floor;
        First = first;
        Second = second;
        Limit = limit;
        var total = 0.0;
        foreach (var m in mass)
        {
            total += m;
        }

        Total = total;
        Low = 0;
        High = mass.Length - 1;
        while (High > Low && mass[High] <= total * NegligibleHigh)
        {
            mass[High - 1] += mass[High];
            mass[High--] = 0;
        }

        while (Low < High && mass[Low] <= total * NegligibleLow)
        {
            mass[Low + 1] += mass[Low];
            mass[Low++] = 0;
        }
    }

    public static Density None { get; } = new(new double[LogGrid.Count], 0, 0, 0);

    /// <summary>All mass at no time.</summary>
    public static Density Zero { get; } = At(0);

    /// <summary>The whole mass.</summary>
    public double Total { get; }

    /// <summary>Sum of mass x time in ms.</summary>
    public double First { get; }

    /// <summary>Sum of mass x time^2 in ms^2.</summary>
    public double Second { get; }

    /// <summary>No mass lies above it, in ms.</summary>
    public double Limit { get; }

    /// <summary>No mass lies below it, in ms.</summary>
    public double Floor { get; }

    /// <summary>ms, given that it happens.</summary>
    public double Mean => Total > 0 ? First / Total : 0;

    /// <summary>ms^2, given that it happens.</summary>
    public double Variance => Total > 0 ? Math.Max(0, (Second / Total) - (Mean * Mean)) : 0;

    internal int Low { get; }

    internal int High { get; }

    /// <summary>Mass at the grid's point <paramref name="point"/>.</summary>
    public double this[int point] => _mass[point];

    /// <summary>All mass at <paramref name="ms"/>.</summary>
    public static Density At(double ms)
    {
        var mass = new double[LogGrid.Count];
        Put(mass, ms, 1);
        return new Density(mass, ms, ms * ms, ms, ms);
    }

    /// <summary>From the survival averaged over each interval between two points: what <see cref="Averages"/> gives.</summary>
    internal static Density FromAverages(double[] average, double total, double first = double.NaN, double second = double.NaN, double limit = double.PositiveInfinity, double floor = 0)
    {
        var mass = new double[LogGrid.Count];
        var before = total;
        for (var i = 0; i < mass.Length; i++)
        {
            var after = i < average.Length ? Math.Min(before, Math.Max(0, average[i])) : 0;
            mass[i] = before - after;
            before = after;
        }

        return double.IsNaN(first) ? FromMass(mass, limit, floor) : new Density(mass, first, second, limit, floor);
    }

    /// <summary>From masses at the points; the moments are those of the points.</summary>
    internal static Density FromMass(double[] mass, double limit = double.PositiveInfinity, double floor = 0)
    {
        double first = 0, second = 0;
        for (var i = 1; i < mass.Length; i++)
        {
            var weighted = mass[i] * LogGrid.X[i];
            first += weighted;
            second += weighted * LogGrid.X[i];
        }

        return new Density(mass, first, second, limit, floor);
    }

    /// <summary>Adds mass at a time, split over its two neighbours so that the mean is kept.</summary>
    internal static void Put(double[] mass, double ms, double amount)
    {
        var i = LogGrid.Floor(ms);
        if (i >= LogGrid.Count - 1)
        {
            mass[LogGrid.Count - 1] += amount;
            return;
        }

        var share = (ms - LogGrid.X[i]) / (LogGrid.X[i + 1] - LogGrid.X[i]);
        mass[i] += amount * (1 - share);
        mass[i + 1] += amount * share;
    }

    public Density Scale(double factor)
    {
        if (factor == 1 || Total == 0)
        {
            return this;
        }

        if (factor <= 0)
        {
            return None;
        }

        var mass = new double[LogGrid.Count];
        for (var i = Low; i <= High; i++)
        {
            mass[i] = _mass[i] * factor;
        }

        return new Density(mass, First * factor, Second * factor, Limit, Floor);
    }

    /// <summary>The same masses with more variance, in ms^2, than independent parts would have; percentiles follow the moments.</summary>
    internal Density WithExtraVariance(double variance) => variance <= 0 || Total <= 0 ? this : new Density(_mass, First, Second + (variance * Total), Limit, Floor);

    /// <summary>Every time multiplied by <paramref name="factor"/>.</summary>
    public Density Stretch(double factor)
    {
        if (factor == 1 || High == 0)
        {
            return this;
        }

        var mass = new double[LogGrid.Count];
        for (var i = Low; i <= High; i++)
        {
            Put(mass, LogGrid.X[i] * factor, _mass[i]);
        }

        return new Density(mass, First * factor, Second * factor * factor, Limit * factor, Floor * factor);
    }

    /// <summary>The sum of both masses: a mixture.</summary>
    public Density Plus(Density other)
    {
        if (other.Total == 0)
        {
            return this;
        }

        if (Total == 0)
        {
            return other;
        }

        var mass = (double[])_mass.Clone();
        for (var i = other.Low; i <= other.High; i++)
        {
            mass[i] += other._mass[i];
        }

        return new Density(mass, First + other.First, Second + other.Second, Math.Max(Limit, other.Limit), Math.Min(Floor, other.Floor));
    }

    /// <summary>
    /// The sum of two independent times. Pairs nearer than <see cref="LogGrid.Reach"/> bins are added one by one,
    /// the rest by running sums: linear in the points.
    /// </summary>
    public Density Convolve(Density other)
    {
        if (Total == 0 || other.Total == 0)
        {
            return None;
        }

        if (High == 0)
        {
            return other.Scale(Total);
        }

        if (other.High == 0)
        {
            return Scale(other.Total);
        }

        var mass = new double[LogGrid.Count + 1];
        AddNear(mass, _mass, Low, High, other._mass, other.Low, other.High);
        AddFar(mass, _mass, Math.Max(1, Low), High, other._mass, other.Low, other.High);
        AddFar(mass, other._mass, Math.Max(1, other.Low), other.High, _mass, Low, High);
        mass[0] = _mass[0] * other._mass[0];
        mass[LogGrid.Count - 1] += mass[LogGrid.Count];
        Array.Resize(ref mass, LogGrid.Count);
        return new Density(
            mass,
            (First * other.Total) + (Total * other.First),
            (Second * other.Total) + (2 * First * other.First) + (Total * other.Second),
            Limit + other.Limit,
            Floor + other.Floor);
    }

    private static void AddNear(double[] sum, double[] a, int aLow, int aHigh, double[] b, int bLow, int bHigh)
    {
        aLow = Math.Max(1, aLow);
        bLow = Math.Max(1, bLow);
        for (var distance = 0; distance < LogGrid.Reach; distance++)
        {
            AddPairs(sum, a, Math.Max(aLow, bLow + distance), Math.Min(aHigh, bHigh + distance), b, distance);
            if (distance > 0)
            {
                AddPairs(sum, b, Math.Max(bLow, aLow + distance), Math.Min(bHigh, aHigh + distance), a, distance);
            }
        }
    }

    /// <summary>Adds all pairs of a point and the one <paramref name="distance"/> below it.</summary>
    private static void AddPairs(double[] sum, double[] large, int low, int high, double[] small, int distance)
    {
        var offset = LogGrid.SumOffset[distance];
        var share = LogGrid.SumShare[distance];
        var inside = Math.Min(high, LogGrid.Count - 2 - offset);
        var carried = 0.0;
        for (var i = low; i <= inside; i++)
        {
            var product = large[i] * small[i - distance];
            var up = product * share;
            sum[i + offset] += product - up + carried;
            carried = up;
        }

        if (inside >= low)
        {
            sum[inside + offset + 1] += carried;
        }

        for (var i = Math.Max(low, inside + 1); i <= high; i++)
        {
            sum[LogGrid.Count - 1] += large[i] * small[i - distance];
        }
    }

    private static void AddFar(double[] sum, double[] large, int low, int high, double[] small, int smallLow, int smallHigh)
    {
        double mass = 0, moment = 0;
        var next = smallLow;
        for (var i = low; i <= high; i++)
        {
            for (; next <= smallHigh && (next == 0 || next <= i - LogGrid.Reach); next++)
            {
                mass += small[next];
                moment += small[next] * LogGrid.X[next];
            }

            if (mass > 0)
            {
                var up = large[i] * moment / (LogGrid.X[i] * (LogGrid.Ratio - 1));
                sum[i] += (large[i] * mass) - up;
                sum[i + 1] += up;
            }
        }
    }

    /// <summary>
    /// Survival averaged over each interval between two points, <c>[i]</c> between point i and i + 1;
    /// exact by construction, so products of survivals or of cumulatives are taken on these.
    /// </summary>
    internal double[] Averages()
    {
        if (_survival is null)
        {
            var survival = new double[LogGrid.Count];
            var left = Total;
            for (var i = 0; i < survival.Length; i++)
            {
                left -= _mass[i];
                survival[i] = i >= High ? 0 : Math.Max(0, left);
            }

            _survival = survival;
        }

        return _survival;
    }

    /// <summary>Mass above <paramref name="ms"/>: logarithms of the averages, linear in time between the middles of the intervals.</summary>
    public double Survival(double ms)
    {
        if (ms >= Limit)
        {
            return 0;
        }

        if (ms < Floor)
        {
            return Total;
        }

        var i = LogGrid.Floor(ms);
        if (i >= High)
        {
            return 0;
        }

        var k = ms < Middle(i) ? i - 1 : i;
        if (k < 0)
        {
            return Math.Min(Total, At(0, Averages()));
        }

        var averages = Averages();
        return Interpolate(averages, k, (ms - Middle(k)) / (Middle(k + 1) - Middle(k)));
    }

    /// <summary>Smallest time with at least <paramref name="p"/> of the whole mass at or below it, by the exact moments; in ms.</summary>
    public double Quantile(double p)
    {
        if (Total <= 0)
        {
            return 0;
        }

        var sharpening = _sharpening ??= Sharpening.Of(this);
        return Math.Max(Math.Min(sharpening.Apply(RawQuantile(p)), Limit), Floor);
    }

    /// <summary>E[min(X, ms)] over the whole mass, ms.</summary>
    internal double LimitedMean(double ms)
    {
        var i = LogGrid.Floor(ms);
        var averages = Averages();
        var sum = 0.0;
        for (var k = 0; k < i && k < High; k++)
        {
            sum += averages[k] * (LogGrid.X[k + 1] - LogGrid.X[k]);
        }

        return i >= High ? sum : sum + ((ms - LogGrid.X[i]) * (Survival(LogGrid.X[i]) + Survival(ms)) / 2);
    }

    private static double Middle(int i) => i + 1 < LogGrid.Count ? (LogGrid.X[i] + LogGrid.X[i + 1]) / 2 : LogGrid.X[i];

    /// <summary>Survival at the middle of an interval: its average less what a locally exponential curve adds.</summary>
    private static double At(int i, double[] averages)
    {
        var s = averages[i];
        if (s <= 0 || i == 0 || i + 1 >= averages.Length || averages[i + 1] <= 0 || averages[i - 1] <= 0)
        {
            return s;
        }

        var slope = Math.Log(averages[i - 1] / averages[i + 1]) / (Middle(i + 1) - Middle(i - 1)) * (LogGrid.X[i + 1] - LogGrid.X[i]);

        // sinh(y)/y with y = slope / 2 is the average of an exponential over its middle; steep cells hold an edge, not a curve.
        var half = Math.Min(slope / 2, 0.5);
        return s / (1 + (half * half / 6) + (half * half * half * half / 120));
    }

    private static double Interpolate(double[] averages, int k, double share)
    {
        var a = At(k, averages);
        var b = At(k + 1, averages);
        return a > 0 && b > 0 ? a * Math.Pow(b / a, share) : a + ((b - a) * share);
    }

    private double RawQuantile(double p)
    {
        var target = Total * (1 - p);
        var averages = Averages();
        int low = 0, high = High;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (At(middle, averages) > target)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // Survival falls to the target between the middles of the intervals low - 1 and low.
        if (low == 0)
        {
            return _mass[0] >= Total - target ? 0 : Middle(0);
        }

        var a = At(low - 1, averages);
        var b = At(low, averages);
        var share = a <= b ? 1 : target > 0 && b > 0 ? Math.Log(a / target) / Math.Log(a / b) : (a - target) / (a - b);
        if (low == 1 && a <= target)
        {
            return 0;
        }

        return Middle(low - 1) + ((Middle(low) - Middle(low - 1)) * Math.Min(1, Math.Max(0, share)));
    }
}
