using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ScaleLint.Cases;
using ScaleLint.Fuzz;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Rules.Settings;
using ScaleLint.Source;

namespace ScaleLint.Rules.Tests;

/// <summary>Whatever facts and settings say, however little they fit together: a result.</summary>
public class MutatedFactsTests
{
    private static readonly IReadOnlyList<CaseFile> Cases = [.. CaseFile.All()];

    private static readonly ConcurrentDictionary<CaseFile, IReadOnlyList<ProjectInput>> Read = new();

    private static readonly string[] Keys = [.. RuleList.All.SelectMany(x => x.Info.Options.Select(o => "scalelint." + x.Info.Id.ToLowerInvariant() + "." + o.Key)), .. RuleList.All.Select(x => $"dotnet_diagnostic.{x.Info.Id.ToLowerInvariant()}.severity")];

    private static readonly string[] Values = ["", "0", "-1", "1", "2147483647", "-2147483648", "2147483648", "1.5", "true", "none", "error", "warning", "suggestion", "silent", "a;b", "*", "nonsense", "\u2028", "1e9"];

    private const string Config = """
        {
          "layers": [ { "name": "web", "types": [ "*Controller", "App.Web" ] }, { "name": "data", "types": [ "App.Data.*" ] } ],
          "rules": [ { "from": "web", "to": "data", "allow": false, "transitive": true, "reason": "layers" } ],
          "services": [ { "name": "app", "project": "App", "hosts": [ "stock", "localhost:5001" ], "instances": 3, "singleInstance": false } ],
          "resources": [ { "id": "db", "kind": "sql", "match": [ "*" ], "slots": 10, "time": { "medianMs": 3, "p99Ms": 30 }, "failure": 0.001, "quotaPerSecond": 100, "replicas": 2 } ],
          "minMargin": 10,
          "objectives": { "GET /orders": { "p99Ms": 100, "availability": 0.99, "ratePerSecond": 10 }, "App:GET /": { "ratePerSecond": 5 } },
          "outboxTypes": [ "*Outbox*" ], "lossyConsumers": [ "*" ],
          "allow": [ { "rule": "SCALE3002", "symbol": "*", "owner": "me", "reason": "because", "expires": "2027-01-31" } ]
        }
        """;

    [Fact]
    public void Facts_end_in_a_result() => Rounds.Run(100, (random, cancellation) =>
    {
        var units = Units(Cases[random.Next(Cases.Count)], cancellation).SelectMany(x => Changed(random, x.Facts).Select(y => x with { Facts = y })).ToList();
        Run(units, Settings.Settings.Default, cancellation);
    });

    [Fact]
    public void Settings_end_in_a_result_or_in_problems_with_their_place() => Rounds.Run(40, (random, cancellation) =>
    {
        var text = random.Next(4) == 0 ? TextMutation.Of(random, Config) : JsonMutation.Of(random, Config);
        var (config, problems) = ConfigFile.Parse("scalelint.json", text);
        Assert.All(problems, x => Assert.True(x is { File: "scalelint.json", Line: >= 1, Column: >= 1, Message.Length: > 0 }, x.ToString()));
        var options = Enumerable.Range(0, random.Next(8)).Select(_ => (Key: Keys[random.Next(Keys.Length)], Value: Values[random.Next(Values.Length)])).DistinctBy(x => x.Key).ToDictionary(x => x.Key, x => x.Value);
        Run(Units(Cases[random.Next(Cases.Count)], cancellation), new Settings.Settings(options, config), cancellation);
    });

    private static void Run(IReadOnlyList<ProjectInput> units, Settings.Settings settings, CancellationToken cancellation)
    {
        var result = Analysis.Run(new AnalysisInput(units, units.Count, EffectsCatalogue.Default, settings, []), cancellation);
        Assert.All(result.Findings, x => Assert.NotEmpty(x.Fingerprint));
    }

    private static IReadOnlyList<ProjectInput> Units(CaseFile file, CancellationToken cancellation) => Read.GetOrAdd(file, x => Made(x, cancellation));

    private static List<ProjectInput> Made(CaseFile file, CancellationToken cancellation) =>
        [.. CaseCompiler.Compile(file).Select(x => new ProjectInput(x.AssemblyName + ".csproj", SourceExtractor.Extract(x, new SourceOptions(), cancellation), true, 1, 1))];

    // Damage to the text makes numbers of calls, locals and lambdas that lead nowhere or in circles, under a header that fits. Most of it the reader refuses.
    private static IEnumerable<AssemblyFacts> Changed(Random random, AssemblyFacts facts)
    {
        var text = FactsWriter.Write(facts);
        var body = text[(text.IndexOf('\n') + 1)..];
        for (var tries = 0; tries < 20; tries++)
        {
            var changed = Digits(random, body);
            var signed = string.Create(CultureInfo.InvariantCulture, $"scalelint-facts {FactsFormat.Version} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(changed)))} {changed.Length}\n{changed}");
            AssemblyFacts read;
            try
            {
                read = FactsReader.Read(signed, "changed");
            }
            catch (FactsFormatException)
            {
                continue;
            }
            yield return read;
            yield break;
        }
    }

    private static string Digits(Random random, string body)
    {
        var text = new StringBuilder(body);
        for (var changes = 1 << random.Next(6); changes > 0; changes--)
        {
            var (at, from) = (random.Next(text.Length), random.Next(text.Length));
            // A digit for one of the same kind keeps the rest of its line readable.
            if (char.IsAsciiLetterLower(text[at]) == char.IsAsciiLetterLower(text[from]) && text[at] != '\n' && text[from] != '\n') text[at] = text[from];
        }
        return text.ToString();
    }
}
