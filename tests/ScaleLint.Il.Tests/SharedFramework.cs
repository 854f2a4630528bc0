namespace ScaleLint.Il.Tests;

/// <summary>The shared frameworks that the tests run on.</summary>
internal static class SharedFramework
{
    public static string Folder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static string WebFolder => Path.Combine(Path.GetDirectoryName(Path.GetDirectoryName(Folder))!, "Microsoft.AspNetCore.App", Path.GetFileName(Folder));

    public static IEnumerable<string> Assemblies =>
        Directory.GetFiles(Folder, "*.dll").Concat(Directory.Exists(WebFolder) ? Directory.GetFiles(WebFolder, "*.dll") : []).Where(IsManaged).Order(StringComparer.Ordinal);

    private static bool IsManaged(string path)
    {
        using var pe = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return pe.HasMetadata;
    }
}
