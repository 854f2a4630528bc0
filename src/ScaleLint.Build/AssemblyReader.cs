using System.Globalization;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;

namespace ScaleLint.Build;

/// <summary>Facts of one assembly file, from the cache when its bytes were read before.</summary>
internal static class AssemblyReader
{
    /// <summary>What decides the facts beside the bytes: format and reader.</summary>
    public static string Version { get; } = FactsFormat.Version.ToString(CultureInfo.InvariantCulture) + "-" + typeof(IlExtractor).Assembly.ManifestModule.ModuleVersionId.ToString("N");

    /// <summary>The facts, or null when nothing of the file can be read: it is native, empty, damaged or a reference assembly.</summary>
    public static AssemblyFacts? Read(string path, FactsCache cache)
    {
        byte[] assembly;
        byte[]? pdb;
        try
        {
            assembly = File.ReadAllBytes(path);
            var symbols = Path.ChangeExtension(path, ".pdb");
            pdb = File.Exists(symbols) ? File.ReadAllBytes(symbols) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        var facts = cache.Get(pdb == null ? [assembly] : [assembly, pdb], () => IlExtractor.Extract(assembly, pdb, Path.GetFileNameWithoutExtension(path), IlOptions.Default));
        return facts.Types.Count == 0 && facts.Problems.Count > 0 ? null : facts;
    }
}
