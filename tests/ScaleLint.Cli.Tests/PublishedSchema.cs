using NJsonSchema;

namespace ScaleLint.Cli.Tests;

/// <summary>The schemas under <c>rules/schema</c>.</summary>
internal static class PublishedSchema
{
    /// <summary>What of a text is not as the schema of that name says.</summary>
    public static async Task<IReadOnlyList<string>> Faults(string name, string json)
    {
        using var stream = typeof(PublishedSchema).Assembly.GetManifestResourceStream(name + ".schema.json")!;
        using var reader = new StreamReader(stream);
        var schema = await JsonSchema.FromJsonAsync(await reader.ReadToEndAsync());
        return [.. schema.Validate(json).Select(x => x.ToString())];
    }
}
