using System.Text;
using System.Text.Json;
using ScaleLint.Il;

namespace ScaleLint.Cli.Scan.Loading;

/// <summary>
/// What MSBuild said of whole solutions, by <see cref="EvaluationStamp"/>. As with facts, whatever is wrong with the folder costs time
/// and nothing else: a file that is cut off, changed or of another tool is not used.
/// </summary>
/// <param name="folder">Where the files are; empty keeps nothing.</param>
internal sealed class RecordStore(string folder)
{
    // A feed that was down, a workload that was not installed: no file of the input says when that is mended.
    private static readonly TimeSpan TroubleHolds = TimeSpan.FromMinutes(15);

    /// <summary>Whether anything is kept.</summary>
    public bool Keeps => folder.Length > 0;

    /// <summary>The solution under a stamp, if it is known and all it is made of is still there.</summary>
    public SolutionRecord? Find(string stamp)
    {
        if (!Keeps) return null;
        try
        {
            var file = FileOf(stamp);
            if (!File.Exists(file)) return null;
            var text = File.ReadAllText(file, Encoding.UTF8);
            var newLine = text.IndexOf('\n', StringComparison.Ordinal);
            if (newLine < 0 || text[..newLine] != ContentHashes.Of(stamp + text[(newLine + 1)..])) return null;
            var record = JsonSerializer.Deserialize(text[(newLine + 1)..], RecordJson.Default.SolutionRecord);
            if (record is null || (record.Problems.Count + record.Warnings.Count > 0 && File.GetLastWriteTimeUtc(file) < DateTime.UtcNow - TroubleHolds)) return null;
            return record.Projects.Any(x => x.Sources.Concat(x.AdditionalFiles).Concat(x.ConfigFiles).Any(y => !File.Exists(y))) ? null : record;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a solution under a stamp.</summary>
    public void Keep(string stamp, SolutionRecord record)
    {
        if (!Keeps) return;
        try
        {
            var text = JsonSerializer.Serialize(record, RecordJson.Default.SolutionRecord);
            Directory.CreateDirectory(folder);
            Il.WholeFile.Write(FileOf(stamp), ContentHashes.Of(stamp + text) + "\n" + text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    // Among the facts, so that what is not used any more goes with them.
    private string FileOf(string stamp) => Path.Combine(folder, stamp[..32] + ".facts.projects");
}
