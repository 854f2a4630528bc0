namespace ScaleLint.Cli.Tests;

/// <summary>Writes small solutions that need no package, so that they load without a network.</summary>
internal static class SmallSystem
{
    private const string Web = """
        <Project Sdk="Microsoft.NET.Sdk.Web">
          <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable><ImplicitUsings>enable</ImplicitUsings></PropertyGroup>
          <ItemGroup>{0}</ItemGroup>
        </Project>
        """;

    private const string Library = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup><TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks><LangVersion>latest</LangVersion></PropertyGroup>
        </Project>
        """;

    // A remote call per element, two projects deep.
    private const string Endpoint = """
        using Prices;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient<PriceClient>();
        var app = builder.Build();
        app.MapGet("/quotes", async (PriceClient prices, string[] skus) =>
        {
            var total = 0;
            foreach (var sku in skus) total += (await prices.GetAsync(sku)).Length;
            return total;
        });
        app.Run();
        """;

    private const string Client = """
        using System.Net.Http;
        using System.Threading.Tasks;

        namespace Prices
        {
            public sealed class PriceClient
            {
                private readonly HttpClient http;
                public PriceClient(HttpClient http) { this.http = http; }
                public Task<string> GetAsync(string sku) { return http.GetStringAsync("http://prices/" + sku); }
            }
        }
        """;

    /// <summary>A web project over a multi-targeting library in <c>Small.sln</c>.</summary>
    public static void Write(TemporaryFolder folder, params string[] moreProjects)
    {
        folder.Write("Web/Web.csproj", string.Format(System.Globalization.CultureInfo.InvariantCulture, Web, """<ProjectReference Include="../Prices/Prices.csproj" />"""));
        folder.Write("Web/Program.cs", Endpoint);
        folder.Write("Prices/Prices.csproj", Library);
        folder.Write("Prices/PriceClient.cs", Client);
        WriteSolution(folder, "Small.slnx", ["Web/Web.csproj", "Prices/Prices.csproj", .. moreProjects]);
    }

    /// <summary>A project of one file.</summary>
    public static void WriteProject(TemporaryFolder folder, string name, string code, string items = "")
    {
        folder.Write($"{name}/{name}.csproj", $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            </Project>
            """);
        if (code.Length > 0) folder.Write($"{name}/{name}.cs", code);
    }

    public static void WriteSolution(TemporaryFolder folder, string file, IEnumerable<string> projects) =>
        folder.Write(file, "<Solution>\n" + string.Concat(projects.Select(x => $"  <Project Path=\"{x}\" />\n")) + "</Solution>\n");
}
