namespace ScaleLint.Il.Tests;

/// <summary>The shared framework that the tests run on.</summary>
internal static class SharedFramework
{
    public static string Folder { get; } = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static IEnumerable<string> Assemblies =>
        Directory.GetFiles(Folder, "*.dll").Where(IsManaged).Order(StringComparer.Ordinal);

    private static bool IsManaged(string path)
    {
        using var pe = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return pe.HasMetadata;
    }
}
