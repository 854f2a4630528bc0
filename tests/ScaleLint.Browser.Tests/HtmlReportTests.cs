using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace ScaleLint.Browser.Tests;

/// <summary>The HTML report as a person uses it: offline, in a browser, with the keyboard.</summary>
public sealed class HtmlReportTests : IAsyncLifetime
{
    private const string Hostile = "</script><img src=x onerror=\"document.title='owned'\"><b>\u202E";

    private readonly TemporaryFolder folder = new();
    private readonly List<string> console = [];
    private readonly List<string> requests = [];
    private IPlaywright? playwright;
    private IBrowser? browser;

    public async Task InitializeAsync()
    {
        playwright = await Playwright.CreateAsync();
        var chromium = new[] { "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
        browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = chromium, Args = ["--no-sandbox"] });
    }

    public async Task DisposeAsync()
    {
        if (browser != null) await browser.DisposeAsync();
        playwright?.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task The_page_filters_follows_a_path_and_answers_what_if()
    {
        var page = await Open(Result());

        // The verdict, then the same numbers where the what-if starts.
        Assert.StartsWith("Holds ", await page.TextContentAsync("h1"), StringComparison.Ordinal);
        var before = await page.TextContentAsync("#repairs-say");

        // A repair changes the margin, and back.
        await page.CheckAsync("[data-repair='0']");
        var after = await page.TextContentAsync("#repairs-say");
        Assert.True(Margin(after!) > Margin(before!), $"{before} > {after}");
        await page.UncheckAsync("[data-repair='0']");
        Assert.Equal(before, await page.TextContentAsync("#repairs-say"));

        // The slider, by keyboard to its end: what gives way is named.
        Assert.Contains("it holds", await page.TextContentAsync("#load-says"));
        await page.FocusAsync("#load");
        await page.Keyboard.PressAsync("End");
        Assert.Contains("passed", await page.TextContentAsync("#load-says"));

        // Filter, then the path of the finding that is left.
        await page.FillAsync("#filter", "SCALE3002");
        Assert.Equal("1 finding", await page.TextContentAsync("#found"));
        await page.ClickAsync("#findings summary:has-text('path')");
        Assert.Contains("Prices/PriceClient.cs:10", await page.TextContentAsync("#findings ol.path"));
        await page.ClickAsync("#findings summary:has-text('code')");
        Assert.Contains("foreach (var sku in skus)", await page.TextContentAsync("#findings pre mark"));
        await page.ClickAsync("#findings summary:has-text('about')");
        await Assertions.Expect(page.Locator("#findings .page h2:has-text('Why at scale')")).ToBeVisibleAsync();
        await page.FillAsync("#filter", "no such thing");
        Assert.Equal("0 findings", await page.TextContentAsync("#found"));

        // The map, by keyboard.
        await page.FocusAsync("#map .node >> nth=0");
        await page.Keyboard.PressAsync("Enter");
        Assert.Contains("calls", await page.TextContentAsync("#map-says"));

        // Curve, timeline and map are really drawn.
        await Assertions.Expect(page.Locator("#curve .scatterlayer .js-line").Nth(2)).ToBeAttachedAsync();
        await Assertions.Expect(page.Locator("#hops .bars path").First).ToBeAttachedAsync();
        Silent();
    }

    [Theory]
    [InlineData(ColorScheme.Dark)]
    [InlineData(ColorScheme.Light)]
    public async Task Hostile_names_are_shown_as_they_are(ColorScheme scheme)
    {
        var result = JsonNode.Parse(Result())!;
        foreach (var finding in result["findings"]!.AsArray()) finding!["message"] = Hostile;
        foreach (var service in result["services"]!.AsArray()) service!["name"] = Hostile;
        foreach (var edge in result["edges"]!.AsArray()) edge!["from"] = Hostile;
        foreach (var hop in result["scale"]!["operations"]![0]!["hops"]!.AsArray()) hop!["name"] = Hostile;
        foreach (var resource in result["scale"]!["resources"]!.AsArray()) resource!["id"] = Hostile;
        var page = await Open(result.ToJsonString(), scheme);
        Assert.Equal("ScaleLint report", await page.TitleAsync());
        Assert.Equal(0, await page.Locator("img").CountAsync());
        Assert.Contains(Hostile, await page.TextContentAsync("#findings tbody"));
        Silent();
    }

    /// <summary>A loop over a remote call under an objective that it misses as it grows, as a saved result.</summary>
    private string Result()
    {
        SmallSystem.Write(folder);
        folder.Write("scalelint.json", """{ "resources": [{ "id": "prices", "kind": "http", "match": ["prices"], "slots": 20 }] }""");
        var run = Tool.Run("report", folder.Path, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return run.Output;
    }

    private async Task<IPage> Open(string result, ColorScheme scheme = ColorScheme.Light)
    {
        folder.Write("saved.json", result);
        Assert.Equal(0, Tool.Run("report", folder.At("saved.json"), "--format", "html", "-o", folder.At("report.html")).ExitCode);
        var context = await browser!.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme, Offline = true });
        var page = await context.NewPageAsync();
        page.Console += (_, x) => console.Add($"{x.Type}: {x.Text}");
        page.PageError += (_, x) => console.Add(x);
        page.Request += (_, x) => requests.Add(x.Url);
        await page.GotoAsync(new Uri(folder.At("report.html")).AbsoluteUri);
        return page;
    }

    /// <summary>Nothing complained, and nothing but the file itself was asked for.</summary>
    private void Silent()
    {
        Assert.Empty(console);
        Assert.All(requests, x => Assert.True(x.StartsWith("file:", StringComparison.Ordinal) || x.StartsWith("data:", StringComparison.Ordinal) || x.StartsWith("blob:", StringComparison.Ordinal), x));
        Assert.Single(requests, x => x.StartsWith("file:", StringComparison.Ordinal));
    }

    /// <summary>The factor in "holds 12.3× today's load".</summary>
    private static double Margin(string said)
    {
        var at = said.IndexOf("holds ", StringComparison.Ordinal) + 6;
        return double.Parse(said[at..said.IndexOf('×', at)], System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture);
    }
}
