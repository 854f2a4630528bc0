namespace ScaleLint.Model;

/// <summary>Where a rising function passes zero, on a logarithmic axis; the function may be infinite.</summary>
internal static class RootSearch
{
    /// <summary>
    /// <paramref name="low"/> is below the root and <paramref name="high"/> at or above it.
    /// Illinois' rule between finite values, halving otherwise and where the rule hardly moves, as before a jump; to a relative <paramref name="precision"/>.
    /// </summary>
    public static double Find(Func<double, double> function, double low, double high, double atLow, double atHigh, double precision = 1e-7)
    {
        double a = Math.Log(low), b = Math.Log(high);
        double fa = atLow, fb = atHigh;
        var side = 0;
        var slow = false;
        for (var i = 0; i < 100 && b - a > precision; i++)
        {
            var width = b - a;
            var finite = !double.IsInfinity(fa) && !double.IsInfinity(fb) && fb > fa && !slow;
            var x = finite ? a - (fa * (b - a) / (fb - fa)) : (a + b) / 2;
            if (!(x > a && x < b))
            {
                x = (a + b) / 2;
            }

            var f = function(Math.Exp(x));
            if (f >= 0)
            {
                (b, fb) = (x, f);
                fa = side == 1 ? fa / 2 : fa;
                side = 1;
                if (f == 0)
                {
                    break;
                }
            }
            else
            {
                if (Math.Abs(f) < precision * 1e-3)
                {
                    return Math.Exp(x);
                }

                (a, fa) = (x, f);
                fb = side == -1 && !double.IsInfinity(fb) ? fb / 2 : fb;
                side = -1;
            }

            slow = !slow && b - a > 0.7 * width;
        }

        return Math.Exp(b);
    }
}
