using NJsonSchema;

namespace ScaleLint.Cli.Tests;

/// <summary>The published schema of the JSON result.</summary>
internal static class ResultSchema
{
    /// <summary>What of a text is not as the schema says.</summary>
    public static async Task<IReadOnlyList<string>> Faults(string json)
    {
        using var stream = typeof(ResultSchema).Assembly.GetManifestResourceStream("result.schema.json")!;
        using var reader = new StreamReader(stream);
        var schema = await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync());
        return [.. schema.Validate(json).Select(x => x.ToString())];
    }
}
