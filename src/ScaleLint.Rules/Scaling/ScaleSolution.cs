using ScaleLint.Graph.Linking;
using ScaleLint.Model;

namespace ScaleLint.Rules.Scaling;

/// <summary>The model of the analysed system with its answer at today's load.</summary>
public sealed class ScaleSolution
{
    private const int MostSolves = 200;
    private const int MostSteps = 600;

    private readonly ModelBuilder builder;
    private readonly Dictionary<Repair, double?> gains = [];
    private int solves;

    private ScaleSolution(ModelBuilder builder, SystemFile file, ScoreResult result)
    {
        (this.builder, File, Result, Provenance) = (builder, file, result, builder.Provenance);
        solves = Math.Min(MostSolves, MostSteps / Math.Max(1, file.Operations.Sum(x => ModelShapes.Size(x.Does))));
    }

    /// <summary>The system file that the code makes.</summary>
    public SystemFile File { get; }

    /// <summary>Solved; its curves have the one point of load 1.</summary>
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
            return new ScaleSolution(builder, file, ScaleModel.Solve(file, [1]));
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
        if (repair == null) return null;
        if (gains.TryGetValue(repair, out var gain)) return gain;
        return gains[repair] = Solve(repair);
    }

    private double? Solve(Repair repair)
    {
        try
        {
            if (solves <= 0 || !(Result.Margin > 0) || builder.Repaired(repair) is not { } repaired) return null;
            solves--;
            var gain = Math.Round(ScaleModel.Margin(repaired) / Result.Margin, 4);
            return double.IsNaN(gain) || double.IsInfinity(gain) ? null : gain;
        }
        catch (Exception error) when (error is not OutOfMemoryException)
        {
            return null;
        }
    }
}
