namespace ScaleLint.Build.Tests;

/// <summary>
/// A solution built once as a graph, in parallel, every project leaving its facts: central packages, a library for several frameworks,
/// packages that show compilers other assemblies than those that run, a project known only through another.
/// A copy of its sources, never built, lies beside it.
/// </summary>
public sealed class BuiltSolution : IDisposable
{
    public BuiltSolution()
    {
        Shop.Offer("netstandard.library", "microsoft.netcore.platforms");
        WritePackages();
        foreach (var folder in new[] { "Code", "Copy" }) WriteCode(folder);
        var (code, output) = Shop.Dotnet("pack", "Packs/Packs.slnx", "-o", Shop.In("made"));
        Assert.True(code == 0, output);
        (code, Output) = Shop.Dotnet("build", "Code/All.slnx", "-graph", "-m");
        Assert.True(code == 0, Output);
        Linked = Link("Code");
    }

    public Workshop Shop { get; } = new();

    /// <summary>What the build said.</summary>
    public string Output { get; }

    /// <summary>The report, as JSON, of the facts that the build left.</summary>
    public string Linked { get; }

    /// <summary>The report of what builds left below a folder.</summary>
    public string Link(params string[] folders)
    {
        var (code, output) = Shop.ScaleLint(["link", .. folders.Select(Shop.In), "--root", Shop.In(folders[0].Split('/')[0]), "--format", "json"]);
        Assert.True(code == 0, output);
        return output;
    }

    /// <summary>The files of a folder with their times.</summary>
    public List<string> Snapshot(string folder, params string[] extensions) => Directory.EnumerateFiles(Shop.In(folder), "*", SearchOption.AllDirectories)
        .Where(x => extensions.Length == 0 || extensions.Contains(Path.GetExtension(x)))
        .Order(StringComparer.Ordinal).Select(x => x + " " + File.GetLastWriteTimeUtc(x).Ticks).ToList();

    public void Dispose() => Shop.Dispose();

    private void WritePackages()
    {
        const string Package = """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <Version>1.0.0</Version>
                <IncludeBuildOutput>false</IncludeBuildOutput>
                <TargetsForTfmSpecificContentInPackage>AddAssemblies</TargetsForTfmSpecificContentInPackage>
                <NoWarn>NU5128;NU5131</NoWarn>
              </PropertyGroup>
              <Target Name="AddAssemblies">
                <ItemGroup>
                  <TfmSpecificPackageFile Include="$(TargetRefPath)" PackagePath="ref/net10.0" />
                  <TfmSpecificPackageFile Include="@(IntermediateAssembly->'%(FullPath)')" PackagePath="{0}" />
                </ItemGroup>
              </Target>
            </Project>
            """;
        const string Client = """
            namespace {0};
            public class {1}Client(HttpClient http)
            {{
                public async Task<int> {1}Async(string id) => (await http.GetStringAsync("https://{1}/" + id)).Length;
            }}
            """;
        Shop.Write("Packs/Packs.slnx", """<Solution><Project Path="General/Remote.General.csproj" /><Project Path="Runtime/Remote.Runtime.csproj" /></Solution>""");
        Shop.Write("Packs/General/Remote.General.csproj", string.Format(Package, "lib/net10.0"));
        Shop.Write("Packs/General/Client.cs", string.Format(Client, "Remote.General", "Price"));
        Shop.Write("Packs/Runtime/Remote.Runtime.csproj", string.Format(Package, "runtimes/unix/lib/net10.0;runtimes/win/lib/net10.0"));
        Shop.Write("Packs/Runtime/Client.cs", string.Format(Client, "Remote.Runtime", "Stock"));
    }

    private void WriteCode(string folder)
    {
        Shop.Write(folder + "/Directory.Build.props", """
            <Project>
              <Import Project="../Directory.Build.props" />
              <PropertyGroup>
                <ScaleLintLeaveFacts>true</ScaleLintLeaveFacts>
                <ScaleLintRoot>$(MSBuildThisFileDirectory)</ScaleLintRoot>
              </PropertyGroup>
            </Project>
            """);
        Shop.Write(folder + "/Directory.Packages.props", """
            <Project>
              <PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup>
              <ItemGroup>
                <GlobalPackageReference Include="ScaleLint" Version="0.1.0" />
                <PackageVersion Include="Remote.General" Version="1.0.0" />
                <PackageVersion Include="Remote.Runtime" Version="1.0.0" />
              </ItemGroup>
            </Project>
            """);
        Shop.Write(folder + "/All.slnx", """<Solution><Project Path="Lib/Lib.csproj" /><Project Path="Mid/Mid.csproj" /><Project Path="Web/Web.csproj" /></Solution>""");
        Shop.Write(folder + "/Lib/Lib.csproj", """
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework />
                <TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>
                <LangVersion>latest</LangVersion>
              </PropertyGroup>
              <ItemGroup Condition="'$(TargetFramework)' == 'net10.0'"><PackageReference Include="Remote.General" /><PackageReference Include="Remote.Runtime" /></ItemGroup>
            </Project>
            """);
        Shop.Write(folder + "/Lib/Shop.cs", """
            namespace Lib;
            #if !NET
            public class Shop { }
            #else
            public class Shop(Remote.General.PriceClient prices, Remote.Runtime.StockClient stock)
            {
                public async Task<int> PriceAsync(string id) => await prices.PriceAsync(id);
                public async Task<int> StockAsync(string id) => await stock.StockAsync(id);
            }
            #endif
            """);
        Shop.Write(folder + "/Mid/Mid.csproj", """<Project Sdk="Microsoft.NET.Sdk"><ItemGroup><ProjectReference Include="../Lib/Lib.csproj" /></ItemGroup></Project>""");
        Shop.Write(folder + "/Mid/Orders.cs", """
            namespace Mid;
            public class Orders(Lib.Shop shop)
            {
                public async Task<int> PriceAsync(string id) => await shop.PriceAsync(id);
                public async Task<int> StockAsync(string id) => await shop.StockAsync(id);
            }
            """);
        Shop.Write(folder + "/Web/Web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup><DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences></PropertyGroup>
              <ItemGroup><ProjectReference Include="../Mid/Mid.csproj" /></ItemGroup>
            </Project>
            """);
        Shop.Write(folder + "/Web/Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/sum", async (Mid.Orders orders, string[] ids) =>
            {
                var n = 0;
                foreach (var id in ids)
                    n += await orders.PriceAsync(id);
                foreach (var id in ids)
                    n += await orders.StockAsync(id);
                return n;
            });
            app.Run();
            """);
    }
}
