using System.Text.Json;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>What MSBuild said of whole solutions, by <see cref="EvaluationStamp"/>.</summary>
/// <param name="folder">Where the files are; empty keeps nothing.</param>
internal sealed class RecordStore(string folder)
{
    // A feed that was down, a workload that was not installed: no file of the input says when that is mended.
    private static readonly TimeSpan TroubleHolds = TimeSpan.FromMinutes(15);
    private readonly KeptTexts texts = new(folder, ".facts.projects");

    /// <summary>Whether anything is kept.</summary>
    public bool Keeps => texts.Keeps;

    /// <summary>The solution under a stamp, if it is known and all it is made of is still there.</summary>
    public SolutionRecord? Find(string stamp)
    {
        if (texts.Find(stamp) is not { } kept) return null;
        try
        {
            var record = JsonSerializer.Deserialize(kept.Text, RecordJson.Default.SolutionRecord);
            if (record is null || (record.Problems.Count + record.Warnings.Count > 0 && kept.At < DateTime.UtcNow - TroubleHolds)) return null;
            return record.Projects.Any(x => x.Sources.Concat(x.AdditionalFiles).Concat(x.ConfigFiles).Any(y => !File.Exists(y))) ? null : record;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a solution under a stamp.</summary>
    public void Keep(string stamp, SolutionRecord record) => texts.Keep(stamp, JsonSerializer.Serialize(record, RecordJson.Default.SolutionRecord));
}
