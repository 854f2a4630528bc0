using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.MSBuild;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Graph.Facts;
using ScaleLint.Source;

namespace ScaleLint.Cli.Tests;

/// <summary>
/// What a finding promises to gain is what its repair gains in the code: the shop is put under a load at which the fault is its weakest
/// link, its code is repaired, its facts are read again and linked, and the margin has moved by <c>marginGain</c>.
/// </summary>
public class RepairTests(ShopFacts shop) : IClassFixture<ShopFacts>
{
    private const string Storefront = "Shop.Gateway/Endpoints/StorefrontEndpoints.cs";
    private const string Orders = "Shop.Gateway/Endpoints/OrderEndpoints.cs";
    private const string Account = "Shop.Gateway/Endpoints/AccountEndpoints.cs";
    private const string Rates = "Shop.Gateway/Clients/ShippingRatesClient.cs";
    private const string Prices = "Shop.Ordering/Clients/PriceClient.cs";
    private const string Publisher = "Shop.Shared/EventPublisher.cs";
    private const string Desk = "Shop.Payment/Desk/PaymentDesk.cs";
    private const string Provider = "Shop.Payment/Provider/ProviderClient.cs";

    /// <summary>A fault and where it is found, the entry point that makes it the weakest link with its rate per second and perhaps its p99 in ms, and the repair: a file and text to replace.</summary>
    public static TheoryData<string, string, string, double, double, string, (string From, string To)[]> Faults => new()
    {
        {
            "SCALE3002", Storefront, "POST /baskets/quote", 1000, 0, Storefront,
            [("            foreach (var line in basket.Lines)\n            {\n                total += line.Quantity * await catalog.GetPriceAsync(line.ProductId, cancellationToken); // fault: SCALE3002\n            }\n",
              "            var price = await catalog.GetPriceAsync(basket.Lines[0].ProductId, cancellationToken);\n            foreach (var line in basket.Lines) total += line.Quantity * price;\n")]
        },
        {
            "SCALE3003", Orders, "gateway:GET /orders/{id}", 1, 45, Orders,
            [("var order = await ordering.GetAsync(id, cancellationToken);", "var ordered = ordering.GetAsync(id, cancellationToken);"),
             ("var payment = await payments.OfOrderAsync(id, cancellationToken); // fault: SCALE3003", "var paid = payments.OfOrderAsync(id, cancellationToken);\n            await Task.WhenAll(ordered, paid);\n            var order = await ordered;\n            var payment = await paid;")]
        },
        {
            "SCALE3004", Account, "gateway:GET /customers/{customer}/orders", 2000, 0, Account,
            [("(Guid customer, OrderingClient ordering, CancellationToken cancellationToken) =>\n        {", "async (Guid customer, OrderingClient ordering, CancellationToken cancellationToken) =>\n        {"),
             ("ordering.OfCustomerAsync(customer, cancellationToken).Result", "await ordering.OfCustomerAsync(customer, cancellationToken)")]
        },
        {
            "SCALE7001", Rates, "GET /shipping/rates/{country}", 1, 800, Storefront,
            [("            rates.GetAsync(country, cancellationToken));", "            Results.Accepted(country));")]
        },
        {
            "SCALE4001", Prices, "GET /orders/{id}/requote", 2000, 0, Prices,
            [("await Retry.ExecuteAsync(async token => await http.GetFromJsonAsync<List<PriceDto>>(query, token), cancellationToken)", "await http.GetFromJsonAsync<List<PriceDto>>(query, cancellationToken)")]
        },
        {
            "SCALE2004", Publisher, "POST /payments/webhook", 100, 0, Publisher,
            [("        await _gate.WaitAsync(deadline.Token); // fault: SCALE2004\n", ""), ("            _gate.Release();\n", "")]
        },
        {
            "SCALE6002", Desk, "POST /payments", 200, 0, Desk,
            [("            var reference = await provider.ChargeAsync(charge, cancellationToken); // fault: SCALE6002\n", ""),
             ("        await using (var connection = await database", "        var reference = await provider.ChargeAsync(charge, cancellationToken);\n        await using (var connection = await database")]
        },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_repair_gains_what_its_finding_promises(string rule, string file, string entry, double rate, double p99, string changed, (string From, string To)[] repair)
    {
        var settings = shop.Under(entry, rate, p99);
        var before = shop.Link(settings);
        var promised = before.Findings.Where(x => x.Rule == rule && x.File == file).Max(x => x.Gain);
        var after = shop.Link(settings, changed, repair);
        Assert.NotNull(promised);
        Assert.True(promised > 1.2, $"{rule} is not the weakest link: margin {before.Margin}, first {before.First}");
        Assert.Equal(1, after.Margin / before.Margin / promised.Value, 0.05);
    }

    [Fact]
    public void At_the_declared_load_the_provider_is_the_weakest_link()
    {
        var before = shop.Link(null);
        var promised = before.Findings.Where(x => x.Rule == "SCALE7001" && x.File == Provider).Max(x => x.Gain)!.Value;
        var after = shop.Link(null, Desk, [("var reference = await provider.ChargeAsync(charge, cancellationToken); // fault: SCALE6002", "const string reference = \"pending\";\n            _ = Task.Run(() => provider.ChargeAsync(charge, CancellationToken.None), CancellationToken.None);")]);
        Assert.True(promised > 4, $"{promised}");
        Assert.Equal(1, after.Margin / before.Margin / promised, 0.05);
        // Whatever else is repaired, checkout misses its promise as before.
        Assert.All(before.Findings.Where(x => x.Rule != "SCALE7001" && x.Gain != null), x => Assert.Equal(1, x.Gain!.Value, 0.05));
    }
}

/// <summary>The shop's facts, read once; edited code is read again a project at a time.</summary>
public sealed class ShopFacts : IDisposable
{
    private static readonly string Root = Path.Combine(SampleTests.Repository(), "samples", "Shop");

    private readonly TemporaryFolder folder = new();
    private readonly MSBuildWorkspace workspace = MSBuildWorkspace.Create();
    private readonly Solution solution;
    private readonly string[] entries;

    public ShopFacts()
    {
        var path = Path.Combine(Root, "Shop.sln");
        var run = Tool.Run("facts", path, "-o", folder.At("facts"), "--no-packages");
        Assert.True(run.ExitCode == 0, run.Error);
        solution = workspace.OpenSolutionAsync(path).GetAwaiter().GetResult();
        entries = [.. Link(null).Entries];
    }

    /// <summary>One entry point under load, all others nearly idle; promises and quotas of the sample lifted.</summary>
    internal string Under(string entry, double rate, double p99)
    {
        var config = JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "scalelint.json")))!;
        config["resources"]![0]!.AsObject()["quotaPerSecond"] = 1e6;
        var objectives = new JsonObject();
        foreach (var other in entries) objectives[other] = new JsonObject { ["ratePerSecond"] = 0.1 };
        objectives[entry] = p99 > 0 ? new JsonObject { ["ratePerSecond"] = rate, ["p99Ms"] = p99 } : new JsonObject { ["ratePerSecond"] = rate };
        config["objectives"] = objectives;
        return config.ToJsonString();
    }

    /// <summary>The report under other settings, or with a file changed.</summary>
    internal Linked Link(string? settings, string? file = null, IEnumerable<(string From, string To)>? repair = null)
    {
        using var copy = new TemporaryFolder();
        foreach (var part in Directory.EnumerateFiles(folder.At("facts"))) File.Copy(part, copy.At(Path.GetFileName(part)));
        if (settings != null)
        {
            var manifest = JsonNode.Parse(File.ReadAllText(copy.At("scalelint.facts.json")))!;
            manifest["configuration"]!["config"]!["text"] = settings;
            copy.Write("scalelint.facts.json", manifest.ToJsonString());
        }
        if (file != null)
        {
            var facts = Facts(file, repair!);
            copy.Write(facts.Name + ".facts", FactsWriter.Write(facts));
        }
        var run = Tool.Run("link", copy.Path, "--format", "json");
        Assert.True(run.ExitCode == 0, run.Error);
        return new Linked(JsonDocument.Parse(run.Output).RootElement);
    }

    private AssemblyFacts Facts(string file, IEnumerable<(string From, string To)> repair)
    {
        var document = solution.Projects.SelectMany(x => x.Documents).Single(x => Relative(x.FilePath!) == file);
        var text = document.GetTextAsync().GetAwaiter().GetResult().ToString();
        foreach (var (from, to) in repair)
        {
            var at = text.IndexOf(from, StringComparison.Ordinal);
            Assert.True(at >= 0, $"{file} has no: {from}");
            text = text[..at] + to + text[(at + from.Length)..];
        }
        var compilation = solution.WithDocumentText(document.Id, SourceText.From(text)).GetProject(document.Project.Id)!.GetCompilationAsync().GetAwaiter().GetResult()!;
        Assert.DoesNotContain(compilation.GetDiagnostics(), x => x.Severity == DiagnosticSeverity.Error);
        return SourceExtractor.Extract(compilation, new SourceOptions { Path = x => Relative(x.FilePath), MappedPath = Relative, IsGenerated = x => Relative(x.FilePath).Contains("/obj/", StringComparison.Ordinal) }, CancellationToken.None);
    }

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    public void Dispose()
    {
        workspace.Dispose();
        folder.Dispose();
    }

    /// <summary>What the tests read of a report.</summary>
    internal sealed record Linked(JsonElement Json)
    {
        public double Margin => Json.GetProperty("score").GetProperty("margin").GetDouble();

        public string First => Json.GetProperty("score").GetProperty("breaksFirst").ToString();

        public IEnumerable<(string Rule, string File, double? Gain)> Findings => Json.GetProperty("findings").EnumerateArray().Select(x => (
            x.GetProperty("ruleId").GetString()!, x.GetProperty("file").GetString()!, x.TryGetProperty("marginGain", out var gain) && gain.ValueKind == JsonValueKind.Number ? gain.GetDouble() : (double?)null));

        /// <summary>Ids of request entry points as settings name them.</summary>
        public IEnumerable<string> Entries
        {
            get
            {
                var all = Json.GetProperty("scale").GetProperty("operations").EnumerateArray().Select(x => x.GetProperty("id").GetString()!).ToList();
                return all.Distinct(StringComparer.Ordinal);
            }
        }
    }
}
