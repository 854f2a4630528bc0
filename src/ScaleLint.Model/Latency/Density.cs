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

    // Masses from the point _start on.
    private readonly double[] _mass;
    private readonly int _start;
    [ThreadStatic]
    private static double[]? s_masses;

    [ThreadStatic]
    private static double[]? s_moments;

    private double[]? _survival;
    private Sharpening? _sharpening;
    private Density? _brief;

    internal Density(double[] mass, double first, double second, double limit = double.PositiveInfinity, double floor = 0, int start = 0)
    {
        _mass = mass;
        _start = start;
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
        int low = 0, high = mass.Length - 1;
        while (high > low && mass[high] <= total * NegligibleHigh)
        {
            mass[high - 1] += mass[high];
            mass[high--] = 0;
        }

        while (low < high && mass[low] <= total * NegligibleLow)
        {
            mass[low + 1] += mass[low];
            mass[low++] = 0;
        }

        Low = low + start;
        High = high + start;
    }

    private Density(double total, double first, double second)
    {
        _mass = [];
        Total = total;
        First = first;
        Second = second;
        Limit = double.PositiveInfinity;
        IsBrief = true;
    }

    public static Density None { get; } = new(new double[1], 0, 0, 0);

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

    /// <summary>Whether it has its mass and moments alone: how the mass lies over time is not known, and not asked for.</summary>
    internal bool IsBrief { get; }

    /// <summary>Mass at the grid's point <paramref name="point"/>.</summary>
    public double this[int point] => point >= _start && point - _start < _mass.Length ? _mass[point - _start] : 0;

    /// <summary>All mass at <paramref name="ms"/>.</summary>
    public static Density At(double ms)
    {
        var i = LogGrid.Floor(ms);
        var share = i + 1 < LogGrid.Count ? (ms - LogGrid.X[i]) / (LogGrid.X[i + 1] - LogGrid.X[i]) : 0;
        return new Density([1 - share, share], ms, ms * ms, ms, ms, i);
    }

    /// <summary>Mass and moments alone, at a fraction of the cost.</summary>
    internal static Density Brief(double total, double first, double second) => total > 0 ? new Density(total, first, second) : None;

    /// <summary>Mass and moments of this alone.</summary>
    internal Density Brief() => IsBrief ? this : _brief ??= Brief(Total, First, Second);

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

        if (IsBrief)
        {
            return Brief(Total * factor, First * factor, Second * factor);
        }

        var mass = new double[High - Low + 1];
        var skip = Low - _start;
        for (var i = 0; i < mass.Length; i++)
        {
            mass[i] = _mass[i + skip] * factor;
        }

        return new Density(mass, First * factor, Second * factor, Limit, Floor, Low);
    }

    /// <summary>The same masses with more variance, in ms^2, than independent parts would have; percentiles follow the moments.</summary>
    internal Density WithExtraVariance(double variance) => variance <= 0 || Total <= 0 ? this
        : IsBrief ? Brief(Total, First, Second + (variance * Total))
        : new Density(_mass, First, Second + (variance * Total), Limit, Floor, _start);

    /// <summary>Every time multiplied by <paramref name="factor"/>.</summary>
    public Density Stretch(double factor)
    {
        if (IsBrief)
        {
            return Brief(Total, First * factor, Second * factor * factor);
        }

        if (factor == 1 || High == 0)
        {
            return this;
        }

        var mass = new double[LogGrid.Count];
        for (var i = Low; i <= High; i++)
        {
            Put(mass, LogGrid.X[i] * factor, this[i]);
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

        if (IsBrief || other.IsBrief)
        {
            return Brief(Total + other.Total, First + other.First, Second + other.Second);
        }

        var low = Math.Min(Low, other.Low);
        var mass = new double[Math.Max(High, other.High) - low + 1];
        Array.Copy(_mass, Low - _start, mass, Low - low, High - Low + 1);
        for (var i = other.Low; i <= other.High; i++)
        {
            mass[i - low] += other._mass[i - other._start];
        }

        return new Density(mass, First + other.First, Second + other.Second, Math.Max(Limit, other.Limit), Math.Min(Floor, other.Floor), low);
    }

    /// <summary>
    /// The sum of two independent times: linear in the points. A pair's sum lies on two points above the larger one by shares that are
    /// linear in the smaller time, so all smaller times that lead to the same two points are taken together, by running sums of mass and moment.
    /// </summary>
    public Density Convolve(Density other)
    {
        if (Total == 0 || other.Total == 0)
        {
            return None;
        }

        var first = (First * other.Total) + (Total * other.First);
        var second = (Second * other.Total) + (2 * First * other.First) + (Total * other.Second);
        if (IsBrief || other.IsBrief)
        {
            return Brief(Total * other.Total, first, second);
        }

        if (High == 0)
        {
            return other.Scale(Total);
        }

        if (other.High == 0)
        {
            return Scale(other.Total);
        }

        var low = Low == 0 ? other.Low : other.Low == 0 ? Low : Math.Max(Low, other.Low);
        var high = Math.Max(High, other.High) + LogGrid.SumOffset[0] + 1;
        var mass = new double[high - low + 1];
        AddSums(mass, low, this, other, 0);
        AddSums(mass, low, other, this, 1);
        if (Low == 0 && other.Low == 0)
        {
            mass[0] += this[0] * other[0];
        }

        if (high >= LogGrid.Count)
        {
            for (var i = LogGrid.Count; i <= high; i++)
            {
                mass[LogGrid.Count - 1 - low] += mass[i - low];
            }

            Array.Resize(ref mass, LogGrid.Count - low);
        }

        return new Density(mass, first, second, Limit + other.Limit, Floor + other.Floor, low);
    }

    /// <summary>Adds all pairs of a point of one and a point of the other at least <paramref name="nearest"/> below it.</summary>
    private static void AddSums(double[] sum, int start, Density large, Density small, int nearest)
    {
        var low = Math.Max(Math.Max(1, large.Low), start);
        var high = large.High;
        if (low > high)
        {
            return;
        }

        // Running sums, from Reach points below the first that is asked for.
        var offset = LogGrid.Reach + 1 - low;
        var masses = s_masses ??= new double[LogGrid.Count + LogGrid.Reach + 1];
        var moments = s_moments ??= new double[LogGrid.Count + LogGrid.Reach + 1];
        double m = 0, x = 0;
        var first = Math.Max(1, small.Low);
        var next = Math.Max(0, first + offset);
        Array.Clear(masses, 0, Math.Min(next, masses.Length));
        Array.Clear(moments, 0, Math.Min(next, moments.Length));
        var last = Math.Min(small.High, high);
        for (var j = first; j <= last; j++)
        {
            m += small._mass[j - small._start];
            x += small._mass[j - small._start] * LogGrid.X[j];
            next = Math.Max(0, j + offset);
            masses[next] = m;
            moments[next] = x;
        }

        for (next = Math.Max(0, last + offset + 1); next <= high + offset; next++)
        {
            masses[next] = m;
            moments[next] = x;
        }

        var atZero = small.Low == 0 ? small._mass[-small._start] : 0;
        double[] a = large._mass, inverse = LogGrid.InverseX;
        for (var steps = 0; steps < LogGrid.FirstDistance.Length; steps++)
        {
            var near = Math.Max(nearest, LogGrid.FirstDistance[steps]);
            var far = steps == 0 ? -1 : LogGrid.FirstDistance[steps - 1];
            if (far >= 0 && far <= near)
            {
                continue;
            }

            // The mass above and at the lower of the two points: share = (1 + r - R^k) / (R^k (R - 1)), r the ratio of the times.
            double perMass = LogGrid.ShareByMass[steps], perRatio = LogGrid.ShareByRatio[steps], carried = 0;
            var to = low + steps - start;
            for (var i = low; i <= high; i++)
            {
                double mass = masses[i - near + offset], moment = moments[i - near + offset];
                if (far >= 0)
                {
                    mass -= masses[i - far + offset];
                    moment -= moments[i - far + offset];
                }
                else
                {
                    mass += atZero;
                }

                var weight = a[i - large._start];
                var up = weight * ((mass * perMass) + (moment * inverse[i] * perRatio));
                sum[to++] += (weight * mass) - up + carried;
                carried = up;
            }

            sum[to] += carried;
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
                left -= this[i];
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
            return this[0] >= Total - target ? 0 : Middle(0);
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
