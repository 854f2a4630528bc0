using System.Text;

namespace ScaleLint.Graph.Effects;

/// <summary>The effects files inside this assembly.</summary>
internal static class ShippedEffects
{
    private const string Folder = "effects/";

    /// <summary>All lines, files in order of name. What is wrong in a shipped file is a test's matter.</summary>
    public static IEnumerable<Meaning> Lines
    {
        get
        {
            var assembly = typeof(ShippedEffects).Assembly;
            foreach (var name in assembly.GetManifestResourceNames().OrderBy(x => x, StringComparer.Ordinal))
            {
                if (!name.StartsWith(Folder, StringComparison.Ordinal)) continue;
                using var stream = assembly.GetManifestResourceStream(name);
                if (stream is null) continue;
                using var reader = new StreamReader(stream, Encoding.UTF8);
                foreach (var line in EffectsFile.Parse(name.Substring(Folder.Length), reader.ReadToEnd()).Lines) yield return line;
            }
        }
    }
}
