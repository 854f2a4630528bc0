namespace ScaleLint.Build.Tests;

/// <summary>A cause that lies three assemblies away stands at the line of the project that is built.</summary>
public sealed class ChainTests : IDisposable
{
    private readonly Workshop shop = new();

    [Fact]
    public void A_call_in_a_package_behind_two_projects_is_reported_at_the_controller_with_the_whole_path()
    {
        const string Library = """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><Version>1.0.0</Version></PropertyGroup><ItemGroup>{0}</ItemGroup></Project>""";
        shop.Write("Pack/Remote.Stock.csproj", string.Format(Library, ""));
        shop.Write("Pack/StockClient.cs", """
            namespace Remote.Stock;
            public class StockClient(HttpClient http)
            {
                public async Task<string> FetchAsync(string id) => await http.GetStringAsync("https://stock/" + id);
            }
            """);
        shop.Write("Wrapper/Wrapper.csproj", string.Format(Library, "<PackageReference Include=\"Remote.Stock\" Version=\"1.0.0\" />"));
        shop.Write("Wrapper/StockWrapper.cs", """
            namespace Wrapper;
            public interface IStock { Task<string> LoadAsync(string id); }
            public class StockWrapper(Remote.Stock.StockClient client) : IStock
            {
                public Task<string> LoadAsync(string id) => client.FetchAsync(id);
            }
            """);
        shop.Write("Service/Service.csproj", string.Format(Library, "<ProjectReference Include=\"../Wrapper/Wrapper.csproj\" />"));
        shop.Write("Service/OrderService.cs", """
            namespace Service;
            public class OrderService(Wrapper.IStock stock)
            {
                public async Task<int> WeighAsync(string id)
                {
                    var text = await stock.LoadAsync(id);
                    return text.Length;
                }
            }
            """);
        shop.Write("Web/Web.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <ItemGroup>
                <ProjectReference Include="../Service/Service.csproj" />
                <PackageReference Include="ScaleLint" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """);
        shop.Write("Web/Program.cs", """
            var app = WebApplication.CreateBuilder(args).Build();
            app.MapGet("/weight", async (Service.OrderService service, string[] ids) =>
            {
                var n = 0;
                foreach (var id in ids)
                    n += await service.WeighAsync(id);
                return n;
            });
            app.Run();
            """);

        var (code, output) = shop.Dotnet("pack", "Pack", "-o", shop.In("made"));
        Assert.True(code == 0, output);
        (code, output) = shop.Dotnet("build", "Web", "-graph", "-m");
        Assert.True(code == 0, output);
        Assert.Contains("Program.cs(6) SCALE3002", Workshop.Findings(output));
        Assert.Equal("GET /weight -> OrderService.WeighAsync -> IStock.LoadAsync -> StockClient.FetchAsync -> HttpClient.GetStringAsync", System.Text.RegularExpressions.Regex.Match(output, @"SCALE3002: [^\r\n]*?\[([^\]]* -> [^\]]*)\]").Groups[1].Value);

        shop.Write("Service/OrderService.cs", "namespace Service; public class OrderService { public Task<int> WeighAsync(string id) => Task.FromResult(id.Length); }");
        (code, output) = shop.Dotnet("build", "Web");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("SCALE3002", output);
    }

    public void Dispose() => shop.Dispose();
}
