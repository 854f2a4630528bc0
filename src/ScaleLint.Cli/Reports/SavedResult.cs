using ScaleLint.Rules.Results;

namespace ScaleLint.Cli.Reports;

/// <summary>Reads a JSON result that was saved before.</summary>
internal static class SavedResult
{
    /// <summary>The result in the file.</summary>
    /// <exception cref="UsageException">It is no result of this tool.</exception>
    public static AnalysisResult Read(string path)
    {
        const string Remedy = "Save one with: scalelint report <input> --format json -o result.json";
        var document = JsonFile.Parse(path, JsonFile.Text(path, "saved result", Remedy), ResultJson.Default.ResultDocument, "saved scalelint result", Remedy);
        if (document.SchemaVersion != ResultDocument.CurrentVersion)
            throw new UsageException($"{path}: schemaVersion is {document.SchemaVersion}; this scalelint reads version {ResultDocument.CurrentVersion}.", Remedy);
        return document.Result();
    }
}
