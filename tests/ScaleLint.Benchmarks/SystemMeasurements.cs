using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using ScaleLint.Cases;
using ScaleLint.Graph.Facts;

/// <summary>
/// Link, rules and score of made-up systems of growing size: who calls whom follows a power law, as published traces of production systems
/// do (Luo et al., "Characterizing Microservice Dependency and Performance: Alibaba Trace Analysis", SoCC 2021): most services have a few callers, a few have thousands.
/// </summary>
internal static class SystemMeasurements
{
    private const int Kinds = 4;
    private const int Endpoints = 3;

    /// <summary>Measures each size in a process of its own and prints the exponent of growth between neighbours.</summary>
    public static void Run(IReadOnlyList<int> sizes)
    {
        (int Services, double Seconds)? before = null;
        foreach (var services in sizes)
        {
            var folder = Directory.CreateTempSubdirectory("scalelint-").FullName;
            try
            {
                var calls = Write(folder, services);
                var watch = Stopwatch.StartNew();
                using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["link-once", folder, Path.Combine(folder, "report.json")]) { RedirectStandardOutput = true })!;
                var text = process.StandardOutput.ReadToEnd().Trim();
                process.WaitForExit();
                var seconds = watch.Elapsed.TotalSeconds;
                var growth = before is { } b ? FormattableString.Invariant($", growth {Math.Log(seconds / b.Seconds) / Math.Log((double)services / b.Services):0.00}") : "";
                Console.WriteLine(FormattableString.Invariant($"{services,7} services, {calls,9} call edges: {seconds,6:0.0} s, {text}{growth}"));
                before = (services, seconds);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    /// <summary>Compiles a few kinds of service and writes each many times under other names; returns the number of call edges.</summary>
    private static long Write(string folder, int services)
    {
        var random = new Random(11);
        var templates = new List<(string Facts, int Out, int Calls)>();
        for (var kind = 0; kind < Kinds; kind++)
        {
            var system = new SystemShards().Web("Template", "builder.Services.AddHttpClient();", Routes(), Desk(kind));
            var work = Path.Combine(folder, "template");
            system.Write(work, together: true);
            var facts = File.ReadAllText(Path.Combine(work, "Template.facts"));
            templates.Add((facts, kind + 1, FactsReader.ReadAll(facts, "template").Sum(x => x.Types.Sum(t => t.Methods.Sum(Calls)))));
            Directory.Delete(work, true);
        }
        var (assemblies, projects, names) = (new JsonArray(), new JsonArray(), new JsonArray());
        var compose = new StringBuilder("services:\n");
        var calls = 0L;
        for (var i = 0; i < services; i++)
        {
            var name = Name(i);
            var (facts, outgoing, count) = templates[random.Next(Kinds)];
            calls += count;
            var text = facts.Replace("Template", name, StringComparison.Ordinal);
            for (var target = 0; target < outgoing; target++) text = text.Replace($"target{target}x", Name(Callee(i, services, random)).ToLowerInvariant(), StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(folder, name + ".facts"), FactsWriter.Section(text[(text.IndexOf('\n', StringComparison.Ordinal) + 1)..]));
            names.Add($"{name}/{name}.csproj");
            assemblies.Add(new JsonObject { ["name"] = name, ["file"] = name + ".facts", ["project"] = $"{name}/{name}.csproj", ["isJudged"] = true, ["files"] = 1, ["lines"] = 100 });
            projects.Add(new JsonObject { ["path"] = $"{name}/{name}.csproj", ["name"] = name, ["assemblyName"] = name, ["imageName"] = null, ["output"] = "Executable" });
            compose.Append("  ").Append(name.ToLowerInvariant()).Append(":\n    build: { context: ").Append(name).Append(" }\n");
        }
        var manifest = new JsonObject
        {
            ["schemaVersion"] = 1, ["repositoryPrefix"] = "", ["projects"] = names, ["assemblies"] = assemblies, ["problems"] = new JsonArray(),
            ["configuration"] = new JsonObject { ["config"] = null, ["effects"] = new JsonArray(), ["options"] = new JsonObject(), ["calibration"] = null },
            ["topologyFiles"] = new JsonArray(new JsonObject { ["path"] = "docker-compose.yml", ["content"] = compose.ToString() }),
            ["topologyProjects"] = projects,
        };
        File.WriteAllText(Path.Combine(folder, "scalelint.facts.json"), manifest.ToJsonString());
        return calls;
    }

    private static string Name(int i) => "S" + i.ToString("0000000", CultureInfo.InvariantCulture);

    /// <summary>A service behind the caller, the last ones by far the most often.</summary>
    private static int Callee(int caller, int services, Random random) => services - 1 - (int)((services - 1 - caller) * Math.Pow(random.NextDouble(), 3));

    private static int Calls(MethodFacts method) =>
        (method.Body == null ? [] : FactsWalk.All(method.Body)).Concat(method.Lambdas.SelectMany(x => FactsWalk.All(x.Body))).OfType<CallNode>().Count();

    private static string Routes() => string.Concat(Enumerable.Range(0, Endpoints).Select(e => $"app.MapGet(\"/e{e}/{{id}}\", async (int id, Template.Desk desk) => await desk.Work{e}(id));\n"));

    /// <summary>Endpoints that check, compute, read a store of their own and ask other services; about a hundred calls.</summary>
    private static string Desk(int kind)
    {
        var text = new StringBuilder("namespace Template\n{\npublic class Desk(IHttpClientFactory clients)\n{\n");
        for (var e = 0; e < Endpoints; e++)
        {
            text.Append(CultureInfo.InvariantCulture, $"    public async Task<string> Work{e}(int id)\n    {{\n        if (!Check{e}(id)) return \"\";\n        var all = new System.Text.StringBuilder();\n        all.Append(await File.ReadAllTextAsync(\"settings{e}.txt\"));\n");
            for (var target = 0; target <= kind; target++)
                if (target % Endpoints == e || e == 0) text.Append(CultureInfo.InvariantCulture, $"        all.Append(await Ask(\"http://target{target}x:8080/e{e}/\" + id));\n");
            text.Append(CultureInfo.InvariantCulture, $"        return Render{e}(all.ToString());\n    }}\n");
            text.Append(CultureInfo.InvariantCulture, $"    private bool Check{e}(int id) => Math.Abs(id) > {e} && Known{e}(id.ToString()) && !Refused{e}(id.ToString().Trim());\n");
            text.Append(CultureInfo.InvariantCulture, $"    private bool Known{e}(string id) => id.StartsWith(\"k\") || id.EndsWith(\"z\") || id.Contains(\"{e}\");\n    private bool Refused{e}(string id) => id.Split(',').Where(x => x.Length > {e}).Select(x => x.Trim()).Any(x => Known{e}(x));\n");
            text.Append(CultureInfo.InvariantCulture, $"    private string Render{e}(string text) => string.Join(\",\", text.Split(';').Select(x => x.ToUpperInvariant()).OrderBy(x => x));\n");
        }
        return text.Append("    private async Task<string> Ask(string url)\n    {\n        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(2));\n        return await clients.CreateClient().GetStringAsync(url, stop.Token);\n    }\n}\n}\n").ToString();
    }
}
