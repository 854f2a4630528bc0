namespace ScaleLint.Graph.Effects;

/// <summary>The <c>key: value</c> lines at the top of an effects file.</summary>
internal sealed class EffectsHead
{
    private string named = "";
    private string first = "";

    /// <summary>What <c>library</c> says, else the first package or framework without version; empty until one is read.</summary>
    public string Library => named.Length > 0 ? named : first;

    /// <summary>Provenance of lines that name none of their own.</summary>
    public string Source { get; private set; } = "";

    /// <summary>Takes one line; what is wrong with it, or null.</summary>
    public string? Read(string row, bool afterMembers)
    {
        var colon = row.IndexOf(": ", StringComparison.Ordinal);
        if (colon <= 0 || row.IndexOf(' ') < colon)
            return "neither a head line 'key: value' nor a member line with '|' between its columns";
        var key = row.Substring(0, colon);
        var value = row.Substring(colon + 2).Trim();
        if (afterMembers) return $"head line '{key}' must stand before the first member";
        switch (key)
        {
            case "package":
                var parts = value.Split(' ');
                if (parts.Length != 2) return "write 'package: NAME VERSION'";
                if (first.Length == 0) first = parts[0];
                return null;
            case "framework":
                if (first.Length == 0) first = value;
                return null;
            case "library":
                named = value;
                return null;
            case "check":
                return value is "resolved" or "documented" ? null : $"unknown check '{value}'; write resolved or documented";
            case "source":
                Source = value;
                return null;
            default:
                return $"unknown head line '{key}'; they are library, package, framework, check and source";
        }
    }
}
