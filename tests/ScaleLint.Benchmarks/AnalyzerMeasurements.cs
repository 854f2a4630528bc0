using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.Loader;
using System.Text.Json.Nodes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

/// <summary>
/// What analyzers add to a compilation: the compiler's own command line of a project, run by itself, with ScaleLint and with each peer,
/// interleaved. CPU is that of the compiler's process. Needs bash.
/// </summary>
internal static class AnalyzerMeasurements
{
    /// <summary>Analyzers that are measured beside ScaleLint, by their packages.</summary>
    public static IReadOnlyList<string> Peers { get; } = ["Meziantou.Analyzer", "SonarAnalyzer.CSharp", "Roslynator.Analyzers", "Microsoft.VisualStudio.Threading.Analyzers"];

    /// <summary>The analyzers of a peer, to run in this process.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Analyzers(string peer)
    {
        var paths = Assemblies(Path.Combine(Metadata(peer), "analyzers")).ToDictionary(x => Path.GetFileNameWithoutExtension(x), StringComparer.OrdinalIgnoreCase);
        AssemblyLoadContext.Default.Resolving += (context, name) => name.Name != null && paths.TryGetValue(name.Name, out var path) ? context.LoadFromAssemblyPath(path) : null;
        return [.. paths.Values.Select(AssemblyLoadContext.Default.LoadFromAssemblyPath).SelectMany(Types).Where(x => !x.IsAbstract && x.GetCustomAttribute<DiagnosticAnalyzerAttribute>()?.Languages.Contains(LanguageNames.CSharp) == true).Select(x => (DiagnosticAnalyzer)Activator.CreateInstance(x)!)];

        static IEnumerable<Type> Types(Assembly assembly)
        {
            try
            {
                return assembly.GetTypes();
            }
            catch (ReflectionTypeLoadException e)
            {
                return e.Types.OfType<Type>();
            }
        }
    }

    public static void Run(string project, int rounds, bool peers)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(project))!;
        var line = CommandLine(project);
        var root = Metadata("Root");
        var output = Path.Combine(root, "src/ScaleLint.Analyzers/bin/Release/netstandard2.0");
        var own = Directory.GetFiles(output, "*.dll").Where(x => !Path.GetFileName(x).StartsWith("Microsoft.", StringComparison.Ordinal) && !Path.GetFileName(x).StartsWith("System.", StringComparison.Ordinal));
        var sets = new List<(string Name, List<string> Arguments)>
        {
            ("compiler alone", line.Where(x => !x.StartsWith("/analyzer:", StringComparison.Ordinal)).ToList()),
            ("as the project is", line),
            ("and ScaleLint, All", [.. line, .. own.Select(x => "/analyzer:" + x), "/analyzerconfig:" + Path.Combine(root, "rules/presets/scalelint.all.globalconfig")]),
        };
        foreach (var peer in peers ? Peers : [])
            sets.Add(("and " + peer, [.. line, .. Assemblies(Path.Combine(Metadata(peer), "analyzers")).Select(x => "/analyzer:" + x)]));

        var csc = Compiler();
        var results = sets.ToDictionary(x => x.Name, _ => new List<double>());
        for (var round = 0; round < rounds; round++)
            foreach (var (name, arguments) in sets)
                results[name].Add(Compile(csc, folder, arguments, name));
        var alone = Median(results["as the project is"]);
        foreach (var (name, _) in sets)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-50} {Median(results[name]),7:0.0} s CPU  {100 * (Median(results[name]) / alone - 1),6:+0.0;-0.0} %  ({string.Join(' ', results[name].Select(x => x.ToString("0.0", CultureInfo.InvariantCulture)))})"));
    }

    /// <summary>The compiler's arguments, without what makes warnings fail or names an output; of several frameworks, for the first.</summary>
    private static List<string> CommandLine(string project)
    {
        var framework = Output("dotnet", ["msbuild", project, "-getProperty:TargetFrameworks"]).Trim().Split(';')[0];
        var json = Output("dotnet", ["msbuild", project, .. framework.Length > 0 ? ["-p:TargetFramework=" + framework] : Array.Empty<string>(), "-p:Configuration=Release", "-p:BuildProjectReferences=false", "-p:SkipCompilerExecution=true", "-p:ProvideCommandLineArgs=true", "-p:NonExistentFile=__none__", "-t:Compile", "-getItem:CscCommandLineArgs"]);
        return JsonNode.Parse(json[json.IndexOf('{', StringComparison.Ordinal)..])!["Items"]!["CscCommandLineArgs"]!.AsArray().Select(x => (string)x!["Identity"]!)
            .Where(x => x != "/noconfig" && !new[] { "/out:", "/refout:", "/doc:", "/warnaserror" }.Any(y => x.StartsWith(y, StringComparison.Ordinal))).ToList();
    }

    private static double Compile(string csc, string folder, List<string> arguments, string name)
    {
        var work = Directory.CreateTempSubdirectory("scalelint-benchmark").FullName;
        try
        {
            var response = Path.Combine(work, "csc.rsp");
            File.WriteAllLines(response, arguments.Append("/out:" + Path.Combine(work, "out.dll")).Select(x => x.Contains('"', StringComparison.Ordinal) ? x : $"\"{x}\""));
            using var process = Process.Start(new ProcessStartInfo("bash", ["-c", "TIMEFORMAT='%U %S'; time dotnet exec \"$0\" /noconfig \"@$1\" > \"$2\" 2>&1", csc, response, Path.Combine(work, "log")]) { WorkingDirectory = folder, RedirectStandardError = true })!;
            var times = process.StandardError.ReadToEnd().Trim().Split('\n')[^1].Split(' ');
            process.WaitForExit();
            var log = File.ReadAllLines(Path.Combine(work, "log"));
            if (log.FirstOrDefault(x => x.Contains("AD0001", StringComparison.Ordinal)) is { } crash) Console.WriteLine($"{name}: {crash}");
            if (log.FirstOrDefault(x => x.Contains(": error CS", StringComparison.Ordinal)) is { } error && name != "compiler alone") Console.WriteLine($"{name}: {error}");
            return times.Sum(x => double.Parse(x, CultureInfo.InvariantCulture));
        }
        finally
        {
            Directory.Delete(work, true);
        }
    }

    /// <summary>The compiler of the newest SDK.</summary>
    private static string Compiler() =>
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(Output("bash", ["-c", "readlink -f $(command -v dotnet)"]).Trim())!, "sdk"), "csc.dll", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Last();

    /// <summary>The analyzers of a package for the newest compiler.</summary>
    private static IEnumerable<string> Assemblies(string folder)
    {
        var all = Directory.GetFiles(folder, "*.dll", SearchOption.AllDirectories).Where(x => Path.GetFileName(Path.GetDirectoryName(x)) != "vb" && !x.EndsWith(".resources.dll", StringComparison.Ordinal)).ToList();
        return all.GroupBy(Path.GetFileName).Select(x => x.MaxBy(y => Path.GetDirectoryName(y)!.Split('/').Select(z => z.StartsWith("roslyn", StringComparison.Ordinal) && Version.TryParse(z["roslyn".Length..], out var version) ? version : null).FirstOrDefault(z => z != null) ?? new Version(0, 0))!).Order(StringComparer.Ordinal);
    }

    private static string Output(string program, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        var text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return text;
    }

    private static string Metadata(string key) => typeof(AnalyzerMeasurements).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().First(x => x.Key == key).Value!;

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
