namespace ScaleLint.Analyzers.Tests;

/// <summary>Files of the repository that tests hold current.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    /// <summary>Fails when a generated file differs from what it should be; writes it when <c>SCALELINT_UPDATE</c> is 1.</summary>
    public static void AssertCurrent(string path, string expected)
    {
        var file = Path.Combine(Root, path);
        var present = File.Exists(file) ? File.ReadAllText(file) : null;
        if (present == expected) return;
        if (Environment.GetEnvironmentVariable("SCALELINT_UPDATE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, expected);
            return;
        }
        Assert.Fail($"{path} is not current: run the tests once with SCALELINT_UPDATE=1 and read the difference before committing it.");
    }

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder != null && !File.Exists(Path.Combine(folder.FullName, "ScaleLint.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("No ScaleLint.sln above " + AppContext.BaseDirectory);
    }
}
