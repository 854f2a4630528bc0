using Microsoft.Build.Utilities;

namespace ScaleLint.Build.Tests;

public class ReferenceSetTests
{
    private static TaskItem Item(string path, string kind = "Package", string runtime = "") => new(path, new Dictionary<string, string> { ["Kind"] = kind, ["RuntimeIdentifier"] = runtime });

    [Fact]
    public void A_package_with_reference_assemblies_is_read_from_what_is_copied()
    {
        var (projects, packages) = ReferenceSet.Of([Item("/p/a/ref/net8.0/A.dll"), Item("/p/a/lib/net8.0/A.dll"), Item("/p/b/ref/net8.0/B.dll"), Item("/o/C.dll", "Project"), Item("/p/c/lib/net8.0/C.dll")]);
        Assert.Equal(["/o/C.dll"], projects);
        Assert.Equal(["/p/a/lib/net8.0/A.dll"], packages);
    }

    [Fact]
    public void What_runs_on_Unix_goes_before_what_runs_anywhere_and_that_before_what_runs_elsewhere()
    {
        TaskItem[] items = [
            Item("/p/a/runtimes/win/lib/net8.0/A.dll", runtime: "win"), Item("/p/a/lib/net8.0/A.dll"), Item("/p/a/runtimes/unix/lib/net8.0/A.dll", runtime: "unix"),
            Item("/p/b/lib/net8.0/B.dll"), Item("/p/b/runtimes/win/lib/net8.0/B.dll", runtime: "win"),
            Item("/p/c/ref/net8.0/C.dll"), Item("/p/c/runtimes/win/lib/net8.0/C.dll", runtime: "win")];
        string[] expected = ["/p/a/runtimes/unix/lib/net8.0/A.dll", "/p/b/lib/net8.0/B.dll", "/p/c/runtimes/win/lib/net8.0/C.dll"];
        Assert.Equal(expected, ReferenceSet.Of(items).Packages);
        Assert.Equal(expected, ReferenceSet.Of(items.Reverse()).Packages);
    }

    [Fact]
    public void Frameworks_are_left_to_the_catalogue()
    {
        var (projects, packages) = ReferenceSet.Of([Item("/p/x/lib/net8.0/System.Reactive.dll"), Item("/p/x/lib/net8.0/Microsoft.Extensions.Http.dll"), Item("/p/x/lib/net8.0/Npgsql.dll")]);
        Assert.Empty(projects);
        Assert.Equal(["/p/x/lib/net8.0/Npgsql.dll"], packages);
    }
}
