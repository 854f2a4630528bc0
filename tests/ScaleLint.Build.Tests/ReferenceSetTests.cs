using Microsoft.Build.Utilities;

namespace ScaleLint.Build.Tests;

public class ReferenceSetTests
{
    private static TaskItem Item(string path, string kind = "Package") => new(path, new Dictionary<string, string> { ["Kind"] = kind });

    [Fact]
    public void A_package_with_reference_assemblies_is_read_from_what_is_copied()
    {
        var (projects, packages) = ReferenceSet.Of([Item("/p/a/ref/net8.0/A.dll"), Item("/p/a/lib/net8.0/A.dll"), Item("/p/b/ref/net8.0/B.dll"), Item("/o/C.dll", "Project"), Item("/p/c/lib/net8.0/C.dll")]);
        Assert.Equal(["/o/C.dll"], projects);
        Assert.Equal(["/p/a/lib/net8.0/A.dll"], packages);
    }

    [Fact]
    public void Frameworks_are_left_to_the_catalogue()
    {
        var (projects, packages) = ReferenceSet.Of([Item("/p/x/lib/net8.0/System.Reactive.dll"), Item("/p/x/lib/net8.0/Microsoft.Extensions.Http.dll"), Item("/p/x/lib/net8.0/Npgsql.dll")]);
        Assert.Empty(projects);
        Assert.Equal(["/p/x/lib/net8.0/Npgsql.dll"], packages);
    }
}
