namespace ScaleLint.Model;

/// <summary>
/// K equal M/M/1 queues that one stream forks into: mean response of the slowest branch.
/// R_K = (H_K / H_2 + (4/11)(1 - H_K / H_2) rho) (12 - rho) / 8 R_1. Source: Nelson and Tantawi 1988, exact for K = 2.
/// </summary>
public static class ForkJoin
{
    /// <summary>Mean response of the join over that of one branch.</summary>
    public static double Factor(int branches, double rho)
    {
        if (branches < 2)
        {
            return 1;
        }

        var ratio = Harmonic(branches) / 1.5;
        return (ratio + (4.0 / 11 * (1 - ratio) * rho)) * (12 - rho) / 8;
    }

    /// <summary>H_K: the same factor when the branches are independent and exponential.</summary>
    public static double Harmonic(int branches)
    {
        var sum = 0.0;
        for (var i = 1; i <= branches; i++)
        {
            sum += 1.0 / i;
        }

        return sum;
    }
}
