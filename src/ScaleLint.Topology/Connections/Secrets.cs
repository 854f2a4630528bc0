using System.Text.RegularExpressions;

namespace ScaleLint.Topology;

/// <summary>Masks what must not leave the files it stands in.</summary>
internal static partial class Secrets
{
    private const string Mask = "***";

    public static string? Masked(string key, string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return value;
        }

        if (SecretKey().IsMatch(key[(key.LastIndexOf(':') + 1)..]))
        {
            return Mask;
        }

        return UserInfo().Replace(SecretPair().Replace(value, "$1=" + Mask), "$1" + Mask + "@");
    }

    [GeneratedRegex(@"(password|passwd|pwd|secret|apikey|api_key|accesskey|accountkey|token|instrumentationkey)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretKey();

    [GeneratedRegex(@"(?<![\w])(password|pwd|accountkey|sharedaccesskey|accesskey|sharedsecretvalue|secret|key|instrumentationkey)\s*=\s*[^;,&]*", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex SecretPair();

    [GeneratedRegex(@"(://)[^/@\s]+@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();
}
