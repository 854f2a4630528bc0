using System.Diagnostics;
using System.Globalization;
using ScaleLint.Cli;

/// <summary>
/// Whole reports over a solution that has been restored: beside a build of it, cold, with nothing changed and with one file changed.
/// Each run is a process of its own; children (the compiler's build host) count.
/// </summary>
internal static class ReportMeasurements
{
    public static void Run(string solution, int rounds)
    {
        var results = new Dictionary<string, List<(double Wall, double Cpu)>>();
        for (var round = 0; round < rounds; round++)
        {
            var work = Directory.CreateTempSubdirectory("scalelint-benchmark").FullName;
            try
            {
                string[] report = [Environment.ProcessPath!, "report-once", Path.GetFullPath(solution), Path.Combine(work, "cache"), Path.Combine(work, "report.json")];
                Add("dotnet build", Measure(["dotnet", "build", Path.GetFullPath(solution), "--no-incremental", "--no-restore", "-p:RunAnalyzers=false", "-v", "q", "-nodeReuse:false", "-p:UseSharedCompilation=false"]));
                Add("report, cold", Measure(report));
                Add("report, nothing changed", Measure(report));
                Changed(solution, () => Add("report, one file changed", Measure(report)));
            }
            finally
            {
                Directory.Delete(work, true);
            }
        }
        foreach (var (name, times) in results)
            Console.WriteLine(FormattableString.Invariant($"{name,-26} {Median(times.Select(x => x.Wall)),7:0.0} s  {Median(times.Select(x => x.Cpu)),7:0.0} s CPU"));

        void Add(string name, (double, double) time)
        {
            if (!results.TryGetValue(name, out var all)) results[name] = all = [];
            all.Add(time);
        }
    }

    /// <summary>One report in this process.</summary>
    public static void Report(string solution, string cache, string file)
    {
        var code = ScaleLint.Cli.CommandLine.Run(["report", solution, "--cache", cache, "--format", "json", "-o", file, "--allow-incomplete"], Console.Error, Console.Error);
        if (code != 0) Environment.Exit(code);
    }

    /// <summary>The largest source file with a change in it that no other project sees, as one in a body; afterwards as it was.</summary>
    private static void Changed(string solution, Action action)
    {
        var file = new DirectoryInfo(Path.GetDirectoryName(Path.GetFullPath(solution))!).EnumerateFiles("*.cs", SearchOption.AllDirectories)
            .Where(x => !x.FullName.Contains("/obj/", StringComparison.Ordinal) && !x.FullName.Contains("/bin/", StringComparison.Ordinal)).MaxBy(x => x.Length)!.FullName;
        var before = File.ReadAllBytes(file);
        try
        {
            File.AppendAllText(file, "\n// measured\n");
            action();
        }
        finally
        {
            File.WriteAllBytes(file, before);
        }
    }

    private static (double Wall, double Cpu) Measure(string[] command)
    {
        var watch = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; time \"$0\" \"$@\" > /dev/null 2>&1", .. command]) { RedirectStandardError = true })!;
        var text = process.StandardError.ReadToEnd().Trim();
        process.WaitForExit();
        if (process.ExitCode != 0) Console.WriteLine($"{string.Join(' ', command.Take(3))}: exit code {process.ExitCode}: {text}");
        return (watch.Elapsed.TotalSeconds, text.Split('\n')[^1].Split(' ').Sum(x => double.Parse(x, CultureInfo.InvariantCulture)));
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(values.Count() / 2);
}
