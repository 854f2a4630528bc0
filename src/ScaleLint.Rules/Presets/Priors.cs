using System.Text;

namespace ScaleLint.Rules.Presets;

/// <summary>What is assumed of calls of one kind.</summary>
/// <param name="Kind">Kind of effect as the catalogue writes it, e.g. <c>document-db</c>.</param>
/// <param name="MedianMs">Median of the lognormal time, in ms.</param>
/// <param name="P99Ms">99th percentile of the time, in ms; at least the median.</param>
/// <param name="Failure">Share of calls that fail, 0 to 1: one attempt on one replica.</param>
/// <param name="Source">Provenance.</param>
public sealed record Prior(string Kind, double MedianMs, double P99Ms, double Failure, string Source);

/// <summary>A line of a preset that says nothing usable.</summary>
/// <param name="Line">1-based.</param>
public sealed record PresetProblem(string File, int Line, string Message);

/// <summary>The numbers that stand in for what nobody declared or measured.</summary>
/// <param name="Calls">By kind of effect.</param>
/// <param name="RoundTripMs">One round trip within a zone, in ms.</param>
/// <param name="RatePerSecond">Load of a request entry point for which none is declared.</param>
public sealed record Priors(IReadOnlyDictionary<string, Prior> Calls, double RoundTripMs, double RatePerSecond)
{
    private static readonly Lazy<Priors> Shipped = new(() => PriorsFile.Parse("default.model", Embedded("presets/default.model")).Priors);

    /// <summary>What ships with ScaleLint (<c>rules/presets/default.model</c>), parsed when first asked for.</summary>
    public static Priors Default => Shipped.Value;

    private static string Embedded(string name)
    {
        using var stream = typeof(Priors).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException(name + " is not embedded");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
