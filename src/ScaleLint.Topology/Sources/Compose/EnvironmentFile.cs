namespace ScaleLint.Topology.Sources.Compose;

/// <summary>A file of <c>NAME=value</c> lines.</summary>
internal static class EnvironmentFile
{
    public static IEnumerable<(string Name, string Value, int Line)> Read(TopologyFile file)
    {
        var lines = file.Content.TrimStart('\uFEFF').Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("export ", StringComparison.Ordinal))
            {
                line = line[7..].TrimStart();
            }

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0 && line[0] != '#')
            {
                yield return (line[..equals].Trim(), Unquoted(line[(equals + 1)..].Trim()), i + 1);
            }
        }
    }

    private static string Unquoted(string value)
    {
        if (value.Length >= 2 && value[0] is '"' or '\'' && value.IndexOf(value[0], 1) is > 0 and var end)
        {
            return value[1..end];
        }

        var comment = value.IndexOf(" #", StringComparison.Ordinal);
        return comment < 0 ? value : value[..comment].TrimEnd();
    }
}
