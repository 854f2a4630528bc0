namespace ScaleLint.Build.Tests;

/// <summary>What someone sees who adds the package to a new web project.</summary>
public sealed class WebProjectTests : IDisposable
{
    private const string Controller = """
        using System.Threading.Channels;
        using Microsoft.AspNetCore.Mvc;
        namespace Web;

        [ApiController, Route("orders")]
        public class OrdersController(HttpClient http) : ControllerBase
        {
            private readonly Channel<string> feed = Channel.CreateUnbounded<string>();

            [HttpGet]
            public async Task<int> Get([FromQuery] List<string> ids, CancellationToken cancellation)
            {
                var n = 0;
                foreach (var id in ids)
                    n += (await http.GetStringAsync("https://stock/" + id, cancellation)).Length;
        #pragma warning disable SCALE3002
                foreach (var id in ids)
                    n += (await http.GetStringAsync("https://price/" + id, cancellation)).Length;
        #pragma warning restore SCALE3002
                return n;
            }

            [HttpPost]
            public int Post(string id) => http.GetStringAsync("https://stock/" + id).Result.Length + (feed.Writer.TryWrite(id) ? 1 : 0);
        }
        """;

    private readonly Workshop shop = new();

    [Fact]
    public void A_new_web_project_warns_at_the_right_lines_and_builds_again_for_nothing()
    {
        shop.Write("Web/Web.csproj", """<Project Sdk="Microsoft.NET.Sdk.Web"><ItemGroup><PackageReference Include="ScaleLint" Version="0.1.0" /></ItemGroup></Project>""");
        shop.Write("Web/Program.cs", """
            var builder = WebApplication.CreateBuilder(args);
            builder.Services.AddControllers();
            builder.Services.AddHttpClient();
            var app = builder.Build();
            app.MapControllers();
            app.Run();
            """);
        shop.Write("Web/OrdersController.cs", Controller);
        shop.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SCALE5001.severity = none\n");

        var (code, output) = shop.Dotnet("build", "Web");
        Assert.True(code == 0, output);
        Assert.DoesNotContain("AD0001", output);
        Assert.DoesNotContain("SCALE0001", output);
        Assert.DoesNotContain("CS8034", output);
        Assert.Equal(["OrdersController.cs(15) SCALE3002", "OrdersController.cs(24) SCALE3004"], Workshop.Findings(output));
        Assert.Contains("[GET /orders -> HttpClient.GetStringAsync]", output);

        (code, output) = shop.Dotnet("build", "Web", "-v:n");
        Assert.True(code == 0, output);
        Assert.Contains("Skipping target \"CoreCompile\"", output);
        Assert.Contains("Skipping target \"ScaleLintReadReferences\"", output);

        (code, output) = shop.Dotnet("build", "Web", "--no-incremental", "-warnaserror");
        Assert.NotEqual(0, code);
        Assert.Contains("error SCALE3002", output);

        shop.Write(".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.SCALE5001.severity = error\ndotnet_diagnostic.SCALE3002.severity = none\ndotnet_diagnostic.SCALE3004.severity = none\n");
        (code, output) = shop.Dotnet("build", "Web");
        Assert.NotEqual(0, code);
        Assert.Equal(["OrdersController.cs(8) SCALE5001"], Workshop.Findings(output));
    }

    public void Dispose() => shop.Dispose();
}
