using ScaleLint.Graph.Linking;
using ScaleLint.Model;

namespace ScaleLint.Rules.Scaling;

/// <summary>The model of the analysed system with its answer at today's load.</summary>
public sealed class ScaleSolution
{
    private const int MostSolves = 200;
    private const int MostSteps = 40_000;

    private readonly ModelBuilder builder;
    private readonly Dictionary<Repair, IReadOnlyList<Breakage>?> single = [];
    private int solves;

    private ScaleSolution(ModelBuilder builder, SystemFile file, ScoreResult result)
    {
        (this.builder, File, Result, Provenance) = (builder, file, result, builder.Provenance);
        solves = Math.Min(MostSolves, MostSteps / Math.Max(1, file.Operations.Sum(x => ModelShapes.Size(x.Does))));
    }

    /// <summary>The system file that the code makes.</summary>
    public SystemFile File { get; }

    /// <summary>Solved; the first point of its curves is today's load.</summary>
    public ScoreResult Result { get; }

    /// <summary>Where operations and resources stand in the code.</summary>
    public ModelProvenance Provenance { get; }

    /// <summary>What was measured of the system; null without a calibration.</summary>
    public Calibrations.TraceMatch? Traces => builder.Traces;

    /// <summary>Builds and solves; null when nothing answers requests or the model has no answer.</summary>
    public static ScaleSolution? Of(SystemGraph graph, Settings.Settings settings)
    {
        try
        {
            if (ModelBuilder.For(graph, settings) is not { } builder) return null;
            var file = builder.Whole();
            SystemFileChecks.Check(file);
            return new ScaleSolution(builder, file, ScaleModel.Solve(file, settings.Loads));
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // A report without a score is worth more than none.
            return null;
        }
    }

    /// <summary>
    /// The factor by which the margin grows when a finding is repaired; null when the model does not see the repair. Of many
    /// findings the first are answered: solving again is costly, and the order of findings is fixed.
    /// </summary>
    public double? GainOf(Repair? repair)
    {
        if (repair == null || !(Result.Margin > 0) || LimitsWith([repair]) is not { } limits) return null;
        var margin = limits.Count == 0 ? File.TargetLoad.Value : Math.Min(File.TargetLoad, limits[0].At);
        var gain = Math.Round(margin / Result.Margin, 4);
        return double.IsNaN(gain) || double.IsInfinity(gain) ? null : gain;
    }

    /// <summary>What gives way with repairs made, first one first; null when the model does not see one of them, or too much was asked already.</summary>
    internal IReadOnlyList<Breakage>? LimitsWith(params IReadOnlyList<Repair> repairs)
    {
        var one = repairs.Count == 1;
        if (one && single.TryGetValue(repairs[0], out var known)) return known;
        IReadOnlyList<Breakage>? limits = null;
        try
        {
            if (solves > 0 && builder.Repaired(repairs) is { } repaired)
            {
                solves--;
                limits = ScaleModel.Limits(repaired, Result);
            }
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            // As if the model did not see it: a report without this answer is worth more than none.
        }
        if (one) single[repairs[0]] = limits;
        return limits;
    }
}
