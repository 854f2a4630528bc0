namespace ScaleLint.Topology.Tests;

public sealed class TopologyFilesTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("topology").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void CollectsWhatDescribesTheSystemAndNothingElse()
    {
        Write("src/Api/Api.csproj", "<Project Sdk=\"Microsoft.NET.Sdk.Web\"><PropertyGroup><AssemblyName>Shop.Api</AssemblyName></PropertyGroup></Project>");
        Write("src/Api/appsettings.json", "{}");
        Write("src/Api/Properties/launchSettings.json", "{}");
        Write("src/Api/Program.cs", "");
        Write("src/Api/bin/Debug/appsettings.json", "{}");
        Write("src/Api/node_modules/x/docker-compose.yml", "");
        Write("src/Api/package.json", "{}");
        Write("src/Lib/Lib.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"></Project>");
        Write("src/Tool/Tool.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>");
        Write("src/App/App.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType><UseMaui>true</UseMaui></PropertyGroup></Project>");
        Write("tests/Api.Tests/Api.Tests.csproj", "<Project Sdk=\"Microsoft.NET.Sdk\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup><ItemGroup><PackageReference Include=\"xunit.v3\" /></ItemGroup></Project>");
        Write("AppHost/AppHost.csproj", "<Project Sdk=\"Aspire.AppHost.Sdk/13.0.0\"><PropertyGroup><OutputType>Exe</OutputType></PropertyGroup></Project>");
        Write("AppHost/Program.cs", "");
        Write("docker-compose.yml", "services: {}");
        Write(".env", "A=b");

        var input = TopologyFiles.Collect(root);

        Assert.Equal(
            [
                ".env", "AppHost/AppHost.csproj", "AppHost/Program.cs", "docker-compose.yml", "src/Api/Api.csproj", "src/Api/Properties/launchSettings.json", "src/Api/appsettings.json",
                "src/App/App.csproj", "src/Lib/Lib.csproj", "src/Tool/Tool.csproj", "tests/Api.Tests/Api.Tests.csproj",
            ],
            input.Files.Select(file => file.Path));
        Assert.Equal(
            [("AppHost", ProjectOutput.AppHost), ("Shop.Api", ProjectOutput.Executable), ("App", ProjectOutput.Library), ("Lib", ProjectOutput.Library), ("Tool", ProjectOutput.Executable), ("Api.Tests", ProjectOutput.Test)],
            input.Projects.Select(project => (project.AssemblyName, project.Output)));
    }

    [Fact]
    public void LinksToFoldersAndDanglingLinksAreLeftOut()
    {
        Write("a/docker-compose.yml", "services: {}");
        Directory.CreateSymbolicLink(Path.Combine(root, "a", "again"), root);
        File.CreateSymbolicLink(Path.Combine(root, "a", "appsettings.json"), Path.Combine(root, "gone.json"));

        Assert.Equal(["a/docker-compose.yml"], TopologyFiles.Collect(root).Files.Select(file => file.Path));
    }

    [Fact]
    public void AMissingFolderIsNamed() =>
        Assert.Contains("absent", Assert.Throws<DirectoryNotFoundException>(() => TopologyFiles.Collect(Path.Combine(root, "absent"))).Message, StringComparison.Ordinal);

    private void Write(string path, string content)
    {
        var full = Path.Combine(root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
