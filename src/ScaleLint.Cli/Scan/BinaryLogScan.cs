using Microsoft.Build.Logging.StructuredLogger;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Cli.Inputs;
using ScaleLint.Il;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Topology;

namespace ScaleLint.Cli.Scan;

/// <summary>Compiles again what a binary log says was compiled. Nothing of the build is run: no targets, no analyzers, no generators.</summary>
internal sealed class BinaryLogScan(Input input, ScanOptions options, Progress progress)
{
    private readonly RelativePaths paths = new(input.Root);

    /// <summary>Reads every C# compilation of the log, one per project.</summary>
    public ScanResult Run(CancellationToken cancellation)
    {
        var invocations = Invocations();
        if (invocations.Count == 0)
            throw new UsageException($"'{Path.GetFileName(input.Path)}' holds no C# compilation.", "An up-to-date build compiles nothing: log one with 'dotnet build --no-incremental -bl'.");
        var problems = new List<ProblemResult>();
        var read = new List<(ProjectInput? Project, Compilation Compilation)>();
        Parallel.ForEach(invocations, new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount }, x =>
        {
            var compilation = Compile(x, problems, cancellation);
            var (facts, found) = CompiledProject.Read(x.ProjectFilePath, compilation, paths, cancellation);
            if (found.Any(y => y.Code == ProblemCode.DoesNotCompile) && facts is not null && Built(x) is { } assembly)
            {
                // Generators' output is not in the log and generators are not run; what the build left has it all.
                facts = facts with { Facts = AssemblyOnDisk.Read(assembly, new IlOptions { Path = paths.Of }, "root " + input.Root, options.Cache) };
                found = [];
            }
            lock (read)
            {
                read.Add((facts, compilation));
                problems.AddRange(found);
                progress.Show($"reading {read.Count}/{invocations.Count}");
            }
        });
        var own = read.Select(x => x.Compilation.AssemblyName ?? "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        // A test's packages serve no request.
        var users = read.Where(x => options.Packages && x.Project is { Facts.IsTest: false }).SelectMany(x => x.Compilation.References).OfType<PortableExecutableReference>().Select(x => x.FilePath).OfType<string>();
        var (packages, versions) = PackageAssemblies.Read(users, own, options, progress, cancellation);
        return ScanResult.Of(read.Select(x => x.Project).OfType<ProjectInput>().Concat(packages), invocations.Select(x => paths.Of(x.ProjectFilePath)), problems) with { Versions = versions };
    }

    private List<CompilerInvocation> Invocations()
    {
        try
        {
            return CompilerInvocationsReader.ReadInvocations(input.Path)
                .Where(x => x.Language == CompilerInvocation.CSharp && x.ProjectFilePath is { Length: > 0 })
                .GroupBy(x => x.ProjectFilePath, StringComparer.Ordinal)
                .Select(x => x.MaxBy(y => TargetFrameworks.Rank(FrameworkOf(y)))!)
                .OrderBy(x => x.ProjectFilePath, StringComparer.Ordinal).ToList();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new UsageException($"{input.Path}: the binary log cannot be read: {e.Message}", "Write it again with 'dotnet build --no-incremental -bl'.");
        }
    }

    // The compiler is told where to write: obj/Debug/net10.0/Shop.dll.
    private static string FrameworkOf(CompilerInvocation invocation)
    {
        var output = Parse(invocation).OutputDirectory ?? "";
        return output.Replace('\\', '/').Split('/').LastOrDefault(x => TargetFrameworks.Rank(x).Family >= 0) ?? "";
    }

    private static string? Built(CompilerInvocation invocation)
    {
        var arguments = Parse(invocation);
        if (arguments.OutputDirectory is not { } folder || arguments.OutputFileName is not { } name) return null;
        var path = Path.Combine(folder, name);
        return File.Exists(path) ? path : null;
    }

    private static CSharpCommandLineArguments Parse(CompilerInvocation invocation)
    {
        var words = CommandLineParser.SplitCommandLineIntoArguments(invocation.CommandLineArguments, removeHashComments: false)
            .SkipWhile(x => !x.StartsWith('/') || x.EndsWith("csc.dll", StringComparison.OrdinalIgnoreCase) || x.EndsWith("csc", StringComparison.OrdinalIgnoreCase));
        return CSharpCommandLineParser.Default.Parse(words, Path.GetDirectoryName(invocation.ProjectFilePath)!, sdkDirectory: null);
    }

    private CSharpCompilation Compile(CompilerInvocation invocation, List<ProblemResult> problems, CancellationToken cancellation)
    {
        var arguments = Parse(invocation);
        var trees = new List<SyntaxTree>();
        var missing = new List<string>();
        foreach (var source in arguments.SourceFiles)
        {
            if (!File.Exists(source.Path))
            {
                missing.Add(source.Path);
                continue;
            }
            using var stream = File.OpenRead(source.Path);
            trees.Add(CSharpSyntaxTree.ParseText(DeepSource.Checked(Microsoft.CodeAnalysis.Text.SourceText.From(stream)), arguments.ParseOptions, source.Path, cancellation));
        }
        var references = new List<MetadataReference>();
        foreach (var reference in arguments.MetadataReferences)
        {
            if (File.Exists(reference.Reference)) references.Add(MetadataReference.CreateFromFile(reference.Reference, reference.Properties));
            else missing.Add(reference.Reference);
        }
        lock (problems)
        {
            foreach (var file in missing)
                problems.Add(new ProblemResult(ProblemCode.SourceNotRead, $"The log names {paths.Of(file)}, which is not there any more.", paths.Of(invocation.ProjectFilePath), 0));
        }
        return CSharpCompilation.Create(arguments.CompilationName, trees, references, arguments.CompilationOptions);
    }
}
