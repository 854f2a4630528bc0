using System.Globalization;

namespace ScaleLint.Cli.Scan;

/// <summary>Chooses the one target framework of a multi-targeting project that is read.</summary>
internal static class TargetFrameworks
{
    /// <summary>
    /// A sort key: .NET 5 and later over .NET Core over .NET Framework over .NET Standard, then the higher version,
    /// a framework without a platform suffix over one with.
    /// </summary>
    public static (int Family, int Major, int Minor, int Plain) Rank(string framework)
    {
        var dash = framework.IndexOf('-');
        var plain = dash < 0 ? 1 : 0;
        var name = (dash < 0 ? framework : framework[..dash]).ToLowerInvariant();
        if (name.StartsWith("netstandard", StringComparison.Ordinal)) return Versioned(0, name[11..], plain);
        if (name.StartsWith("netcoreapp", StringComparison.Ordinal)) return Versioned(2, name[10..], plain);
        if (!name.StartsWith("net", StringComparison.Ordinal)) return (-1, 0, 0, plain);
        var version = name[3..];
        return version.Contains('.') ? Versioned(3, version, plain) : Versioned(1, string.Join('.', version.AsEnumerable()), plain);
    }

    /// <summary>The framework of a project that MSBuildWorkspace names <c>Name(net10.0)</c>; empty when it targets one only.</summary>
    public static string OfWorkspaceName(string projectName)
    {
        var open = projectName.LastIndexOf('(');
        return open > 0 && projectName.EndsWith(')') ? projectName[(open + 1)..^1] : "";
    }

    private static (int, int, int, int) Versioned(int family, string version, int plain)
    {
        var parts = version.Split('.');
        return (family, Number(parts, 0), Number(parts, 1), plain);
    }

    private static int Number(string[] parts, int index) =>
        index < parts.Length && int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
