using System.Diagnostics;
using System.Globalization;
using System.Reflection.PortableExecutable;
using ArchUnitNET.Loader;
using ScaleLint.Graph.Facts;
using ScaleLint.Il;

// dotnet run -c Release --project tests/ScaleLint.Benchmarks all <project> <solution>
// Everything below, one after another; the project has been built and the solution restored before.

if (args is ["all", var builtProject, var restoredSolution])
{
    string[][] all = [["5", "with-peers"], ["model", "10000"], ["loops"], ["link"], ["systems"], ["reports", restoredSolution, "3"], ["analyzers", builtProject, "3"], ["edits", builtProject, "60", "with-peers"]];
    foreach (var part in all)
    {
        Console.WriteLine("== " + string.Join(' ', part));
        using var process = Process.Start(Environment.ProcessPath!, part);
        process.WaitForExit();
    }
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks [rounds] [with-peers]
// Reads both shared frameworks in a process of its own per measurement, interleaved, and prints medians and ratios of CPU time.

// dotnet run -c Release --project tests/ScaleLint.Benchmarks loops
// Inner loops, by BenchmarkDotNet.

if (args is ["loops"])
{
    InnerLoops.Run();
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks model [most operations]
// Solves made-up systems of growing size at 10 loads, without and with policies, and prints times and peak memory.

if (args is ["model", .. var sizes])
{
    ModelMeasurements.Run(sizes.Length > 0 ? int.Parse(sizes[0], CultureInfo.InvariantCulture) : 3000);
    return;
}

if (args is ["solve", var operations, var policies])
{
    ModelMeasurements.Solve(int.Parse(operations, CultureInfo.InvariantCulture), policies == "policies");
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks link [services]
// Writes made-up services as a shard each and as one for all, links both, compares the bytes, and prints times and peak memory.

if (args is ["link", .. var count])
{
    LinkMeasurements.Run(count.Length > 0 ? int.Parse(count[0], CultureInfo.InvariantCulture) : 200);
    return;
}

if (args is ["link-once", var shards, var report])
{
    LinkMeasurements.Link(shards, report);
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks systems [sizes]
// Links, judges and scores made-up systems of 100, 1,000 and 10,000 services and prints times, peak memory and growth.

if (args is ["systems", .. var scales])
{
    SystemMeasurements.Run(scales.Length > 0 ? [.. scales.Select(x => int.Parse(x, CultureInfo.InvariantCulture))] : [100, 1000, 10000]);
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks reports <solution> [rounds]
// Builds a restored solution, then reports on it cold, with nothing changed and with one file changed, and prints times.

if (args is ["reports", var reported, .. var turns])
{
    ReportMeasurements.Run(reported, turns.Length > 0 ? int.Parse(turns[0], CultureInfo.InvariantCulture) : 1);
    return;
}

if (args is ["report-once", var whole, var cache, var written])
{
    ReportMeasurements.Report(whole, cache, written);
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks edits <project> [edits] [with-peers]
// Analyses the largest file of a project after each edit, as an editor does, with ScaleLint and with an analyzer that does nothing, and prints the times.

if (args is ["edits", var edited, .. var many])
{
    await EditMeasurements.Run(edited, many.Length > 0 ? int.Parse(many[0], CultureInfo.InvariantCulture) : 50, many.Contains("with-peers"));
    return;
}

// dotnet run -c Release --project tests/ScaleLint.Benchmarks analyzers <project> [rounds] [without-peers]
// Compiles a project that has been built before as it is, with ScaleLint and with each peer, and prints CPU times: medians, and each round.

if (args is ["analyzers", var compiled, .. var times])
{
    AnalyzerMeasurements.Run(compiled, times.Length > 0 ? int.Parse(times[0], CultureInfo.InvariantCulture) : 3, !times.Contains("without-peers"));
    return;
}

if (args is ["measure", var name])
{
    Measurements.Run(name);
    return;
}

var rounds = args.Length > 0 && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var wanted) ? wanted : 3;
string[] names = args.Contains("with-peers") ? ["cecil", "graph", "facts", "archunit"] : ["cecil", "graph", "facts"];
var results = names.ToDictionary(n => n, _ => new List<(double Seconds, double Megabytes)>());
for (var round = 0; round < rounds; round++)
{
    foreach (var measured in names)
        results[measured].Add(Measure(measured));
}

var cecil = Median(results["cecil"].Select(r => r.Seconds));
foreach (var measured in names)
{
    var seconds = Median(results[measured].Select(r => r.Seconds));
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{measured,-10} {seconds,8:0.00} s CPU  {Median(results[measured].Select(r => r.Megabytes)),6:0} MB peak  {seconds / cecil,6:0.00} x Cecil"));
}

static (double, double) Measure(string name)
{
    using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, ["measure", name]) { RedirectStandardOutput = true })!;
    var parts = process.StandardOutput.ReadToEnd().Trim().Split(' ');
    process.WaitForExit();
    return (double.Parse(parts[0], CultureInfo.InvariantCulture), double.Parse(parts[1], CultureInfo.InvariantCulture));
}

static double Median(IEnumerable<double> values)
{
    var sorted = values.Order().ToList();
    return sorted[sorted.Count / 2];
}

internal static class Measurements
{
    public static void Run(string name)
    {
        var files = Files().ToList();
        switch (name)
        {
            case "cecil":
                Cecil(files);
                break;
            case "graph":
                foreach (var file in files)
                    IlCallGraph.Read(File.ReadAllBytes(file));
                break;
            case "facts":
                foreach (var file in files)
                    IlExtractor.ExtractFile(file, IlOptions.Default);
                break;
            case "write":
                foreach (var file in files)
                    FactsWriter.Write(IlExtractor.ExtractFile(file, IlOptions.Default));
                break;
            case "archunit":
                new ArchLoader().LoadAssemblies(files.Select(TryLoad).OfType<System.Reflection.Assembly>().ToArray()).Build();
                break;
        }
        using var self = Process.GetCurrentProcess();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{self.TotalProcessorTime.TotalSeconds} {self.PeakWorkingSet64 / 1048576.0}"));
    }

    private static IEnumerable<string> Files()
    {
        var core = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var shared = Path.GetDirectoryName(Path.GetDirectoryName(core))!;
        var web = Path.Combine(shared, "Microsoft.AspNetCore.App", Path.GetFileName(core));
        return Directory.GetFiles(core, "*.dll").Concat(Directory.Exists(web) ? Directory.GetFiles(web, "*.dll") : []).Where(IsManaged).Order(StringComparer.Ordinal);
    }

    private static bool IsManaged(string path)
    {
        using var pe = new PEReader(File.OpenRead(path));
        return pe.HasMetadata;
    }

    private static void Cecil(List<string> files)
    {
        var instructions = 0L;
        foreach (var file in files)
        {
            using var module = Mono.Cecil.ModuleDefinition.ReadModule(file);
            foreach (var type in module.GetTypes())
            {
                foreach (var method in type.Methods)
                {
                    if (method.HasBody)
                        instructions += method.Body.Instructions.Count;
                }
            }
        }
        if (instructions == 0)
            throw new InvalidOperationException("nothing was decoded");
    }

    private static System.Reflection.Assembly? TryLoad(string path)
    {
        try
        {
            return System.Reflection.Assembly.LoadFrom(path);
        }
        catch (Exception error) when (error is IOException or BadImageFormatException)
        {
            return null;
        }
    }
}
