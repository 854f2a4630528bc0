using System.Text.Json;
using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>Reads a JSON result that was saved before.</summary>
internal static class SavedResult
{
    /// <summary>The result in the file.</summary>
    /// <exception cref="UsageException">It is no result of this tool.</exception>
    public static AnalysisResult Read(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var document = JsonSerializer.Deserialize(stream, ResultJson.Default.ResultDocument) ?? throw new JsonException("the file holds null");
            if (document.SchemaVersion != ResultDocument.CurrentVersion)
                throw new UsageException($"{path}: schemaVersion is {document.SchemaVersion}; this scalelint reads version {ResultDocument.CurrentVersion}.", "Write the result again with this version.");
            return document.Result();
        }
        catch (JsonException e)
        {
            throw new UsageException($"{path}: this is no saved scalelint result: {e.Message}", "Save one with: scalelint report <input> --format json -o result.json");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{path}: the file cannot be read: {e.Message}");
        }
    }
}
