using System.Globalization;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Facts of assembly files, from a cache when the same bytes were read before.</summary>
public static class AssemblyOnDisk
{
    /// <summary>What decides facts beside the bytes: the format and the code that reads.</summary>
    public static string Version { get; } = string.Join("-",
        FactsFormat.Version.ToString(CultureInfo.InvariantCulture), Module(typeof(FactsFormat)), Module(typeof(IlExtractor)));

    /// <summary>
    /// The facts of a package's assembly. Where its author's machine kept the source says nothing to a reader, so positions name no file.
    /// </summary>
    public static AssemblyFacts ReadPackage(string path, FactsCache cache) => Read(path, new IlOptions { Path = static _ => "" }, "package", cache);

    /// <summary>The facts of an assembly and the portable PDB beside it; what cannot be read is a problem of the facts.</summary>
    /// <param name="variant">Names what <paramref name="options"/> do: other options, other name.</param>
    public static AssemblyFacts Read(string path, IlOptions options, string variant, FactsCache cache)
    {
        byte[] assembly;
        byte[]? pdb;
        try
        {
            assembly = File.ReadAllBytes(path);
            var symbols = Path.ChangeExtension(path, ".pdb");
            pdb = File.Exists(symbols) ? File.ReadAllBytes(symbols) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return IlExtractor.ExtractFile(path, options);
        }
        var name = Path.GetFileNameWithoutExtension(path);
        return cache.Get(variant + "\n" + name, pdb is null ? [assembly] : [assembly, pdb], () => IlExtractor.Extract(assembly, pdb, name, options));
    }

    private static string Module(Type type) => type.Assembly.ManifestModule.ModuleVersionId.ToString("N");
}
