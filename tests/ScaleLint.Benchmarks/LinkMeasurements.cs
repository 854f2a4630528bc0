using System.Diagnostics;
using System.Globalization;
using ScaleLint.Cases;
using ScaleLint.Cli;

/// <summary>Links made-up systems from shards, each run in a process of its own.</summary>
internal static class LinkMeasurements
{
    /// <summary>Every service calls the next three; all share a database by tens.</summary>
    public static void Run(int services)
    {
        var folder = Directory.CreateTempSubdirectory("scalelint-").FullName;
        try
        {
            var system = new SystemShards();
            for (var i = 0; i < services; i++) system.Web($"Service{i}", "builder.Services.AddHttpClient();", Endpoints(i, services), Desk(i));
            system.Compose("", [.. Enumerable.Range(0, services).Select(x => $"Service{x}")]);
            system.Write(Path.Combine(folder, "shards"), together: false);
            system.Write(Path.Combine(folder, "whole"), together: true);
            var sharded = Measure(folder, "shards");
            var whole = Measure(folder, "whole");
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{services} services: {sharded} from {services} shards, {whole} from one; {(Same(folder) ? "the same bytes" : "DIFFERENT BYTES")}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>One link in this process; prints seconds of CPU and peak megabytes.</summary>
    public static void Link(string shards, string report)
    {
        var code = ScaleLint.Cli.CommandLine.Run(["link", shards, "--format", "json", "-o", report], Console.Error, Console.Error);
        if (code != 0) Environment.Exit(code);
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{self.TotalProcessorTime.TotalSeconds:0.00} s CPU and {self.PeakWorkingSet64 / 1048576.0:0} MB"));
    }

    private static string Measure(string folder, string shards)
    {
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["link-once", Path.Combine(folder, shards), Path.Combine(folder, shards + ".json")]) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return text;
    }

    private static bool Same(string folder) => File.ReadAllText(Path.Combine(folder, "shards.json")) == File.ReadAllText(Path.Combine(folder, "whole.json"));

    private static string Endpoints(int i, int services) => string.Concat(Enumerable.Range(0, 5).Select(e =>
        $"app.MapGet(\"/s{i}/e{e}/{{id}}\", async (int id, Desk{i} desk) => await desk.Work{e}(id));\n"))
        + (i + 1 < services ? "" : "app.MapGet(\"/last\", () => 1);\n");

    private static string Desk(int i) => $"public class Desk{i}(IHttpClientFactory clients)\n{{\n" + string.Concat(Enumerable.Range(0, 5).Select(e =>
        $"    public async Task<string> Work{e}(int id) {{ var http = clients.CreateClient(); var all = \"\"; foreach (var next in new[] {{ id, id + 1 }}) all += await Next{e}(http, next); return all; }}\n"
        + $"    private async Task<string> Next{e}(HttpClient http, int id) => await http.GetStringAsync($\"http://service{i + 1 + e % 3}:8080/s{i + 1 + e % 3}/e{e}/{{id}}\");\n")) + "}\n";
}
