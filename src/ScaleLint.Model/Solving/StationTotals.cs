namespace ScaleLint.Model;

/// <summary>Sums over all visits of a station: arrivals per ms and raw moments of the hold, weighted.</summary>
internal struct StationTotals
{
    public double Arrivals;
    public double Calls;
    public double First;
    public double Second;
    public double Third;

    /// <summary>Arrivals that their run waits for.</summary>
    public double OnPath;

    /// <summary>Arrivals times mean number of companions served before, when together.</summary>
    public double Batched;

    /// <summary>Sum over a run's pairs of visits of the product of their work, ms^2, and of what the later has to do, ms; weighted.</summary>
    public double PairWork;
    public double PairRest;

    public readonly double Hold => Arrivals > 0 ? First / Arrivals : 0;

    /// <summary>What those who wait still have to do, over what they do now: 1 when nobody comes back.</summary>
    public readonly double Remaining => First > 0 ? 1 + (PairRest / First) : 1;

    /// <summary>Mean, second and third raw moment of the hold that gives the wait of a queue to which requests come back; the last by a gamma's difference.</summary>
    public readonly (double First, double Second, double Third) Moments()
    {
        double mean = First / Arrivals, second = Second / Arrivals, third = Third / Arrivals;
        if (PairRest <= 0)
        {
            return (mean, second, third);
        }

        var effective = (Second + (2 * PairWork)) / Arrivals / Remaining;
        double Scv(double q) => Math.Max(0, (q / (mean * mean)) - 1);
        var moved = third + TimeLaw.Gamma(mean, Scv(effective)).Third - TimeLaw.Gamma(mean, Scv(second)).Third;
        return (mean, effective, Math.Max(moved, effective * effective / mean));
    }

    public void Add(in Visit visit, double runs, double servers, Wait[] waits)
    {
        var rate = runs * visit.Weight;
        if (rate <= 0)
        {
            return;
        }

        Calls += visit.IsCall ? rate : 0;
        if (!visit.TakesSlot)
        {
            return;
        }

        Arrivals += rate;
        if (visit.Below >= 0 && waits[visit.Below] is { Chance: > 0 } wait)
        {
            // Hold = wait below + own time, independent; the third moment as of a gamma.
            var first = visit.First + wait.Mean;
            var second = visit.Second + (2 * visit.First * wait.Mean) + (wait.Mean * wait.MeanIfAny * (1 + wait.Scv));
            First += rate * first;
            Second += rate * second;
            Third += rate * TimeLaw.Gamma(first, Math.Max(0, (second / (first * first)) - 1)).Third;
        }
        else
        {
            First += rate * visit.First;
            Second += rate * visit.Second;
            Third += rate * visit.Third;
        }

        OnPath += visit.OnPath ? rate : 0;
        PairWork += rate * visit.PairWork;
        PairRest += rate * visit.PairRest;
        if (visit.Batch > 1)
        {
            // Of b that arrive together the j-th finds j ahead: all count when the servers are busy, else those beyond the servers.
            var over = Math.Max(0, visit.Batch - servers);
            var light = over * (over + 1) / (2 * visit.Batch);
            var rho = Math.Min(1, First / servers);
            Batched += rate * visit.Turns * (((1 - rho) * light) + (rho * (visit.Batch - 1) / 2));
        }
    }
}
