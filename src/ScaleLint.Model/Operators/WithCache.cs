namespace ScaleLint.Model;

/// <summary>
/// A hit ends it with the look-up, a miss pays the look-up, then the step: f = h l + (1 - h) l * f. ms.
/// The origin sees 1 - h of the load; losing the cache multiplies it by 1 / (1 - h). Source: mixture.
/// </summary>
public static class WithCache
{
    public static Latency Of(double hit, Density lookup, Latency step)
    {
        var look = Latency.Of(lookup);
        return hit >= 1 ? look : InBranch.Of([(hit, look), (1 - hit, InSequence.Of(look, step))]);
    }

    /// <summary>By how much the origin's load grows without the cache.</summary>
    public static double LossFactor(double hit) => 1 / (1 - hit);
}
