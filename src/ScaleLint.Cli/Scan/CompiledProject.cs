using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Graph.Facts;
using ScaleLint.Rules;
using ScaleLint.Rules.Results;
using ScaleLint.Source;

namespace ScaleLint.Cli.Scan;

/// <summary>Turns one project's compilation into facts.</summary>
internal static class CompiledProject
{
    /// <summary>A project of which nothing is known but its compilation; null when there is nothing to read.</summary>
    /// <param name="projectPath">Absolute path of the project file.</param>
    public static (ProjectInput? Project, IReadOnlyList<ProblemResult> Problems) Read(string projectPath, Compilation compilation, RelativePaths paths, CancellationToken cancellation)
    {
        var written = compilation.SyntaxTrees.Where(x => !IsGenerated(x.FilePath)).ToList();
        if (written.Count == 0) return (null, Empty(projectPath, paths));
        var (facts, problems) = Facts(projectPath, compilation, paths, cancellation);
        return (facts is null ? null : new ProjectInput(paths.Of(projectPath), facts, IsJudged: true, written.Count, written.Sum(x => x.GetText(cancellation).Lines.Count)), problems);
    }

    /// <summary>The facts of a compilation, or null with the reason when they cannot be made.</summary>
    public static (AssemblyFacts? Facts, IReadOnlyList<ProblemResult> Problems) Facts(string projectPath, Compilation compilation, RelativePaths paths, CancellationToken cancellation)
    {
        var project = paths.Of(projectPath);
        // One program for its errors and its facts. A warning that the project makes an error leaves both whole.
        compilation = SourceExtractor.WithoutNullability(compilation);
        var errors = compilation.GetDiagnostics(cancellation).Where(x => x.DefaultSeverity == DiagnosticSeverity.Error && !x.IsSuppressed).ToList();
        try
        {
            var options = new SourceOptions { Path = tree => paths.Of(tree.FilePath), MappedPath = paths.Of, IsGenerated = tree => IsGenerated(tree.FilePath), Threads = 1 };
            var facts = SourceExtractor.Extract(compilation, options, cancellation);
            if (errors.Count == 0) return (facts, []);
            // Errors of the compiler are told once, as one problem, which rules see as well.
            var problem = DoesNotCompile(project, errors, paths);
            return (facts with { Problems = [new FactsProblem(problem.Code, problem.Message, new Position(problem.File, problem.Line, 0, problem.Line, 0))] }, [problem]);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            return (null, [new ProblemResult(ProblemCode.SourceNotRead, $"The project's code could not be read: {e.GetType().Name}: {paths.WithoutRoot(e.Message)}", project, 0)]);
        }
    }

    /// <summary>What <see cref="Facts"/> told of facts that were kept since.</summary>
    public static IReadOnlyList<ProblemResult> ProblemsOf(AssemblyFacts facts) =>
        [.. facts.Problems.Where(x => x.Code == ProblemCode.DoesNotCompile).Select(x => new ProblemResult(x.Code, x.Message, x.At.File, x.At.Line))];

    /// <summary>What is to say of a project without written source: nothing when it is there to pack what others build.</summary>
    public static IReadOnlyList<ProblemResult> Empty(string projectPath, RelativePaths paths) =>
        IsPackaging(projectPath) ? [] : [new ProblemResult(ProblemCode.ProjectEmpty, "The project has no C# source files, so nothing of it was analysed.", paths.Of(projectPath), 0)];

    private static ProblemResult DoesNotCompile(string project, List<Diagnostic> errors, RelativePaths paths)
    {
        var first = errors
            .Select(x => (Diagnostic: x, Span: x.Location.GetLineSpan()))
            .OrderBy(x => x.Span.Path, StringComparer.Ordinal).ThenBy(x => x.Span.StartLinePosition.Line).ThenBy(x => x.Diagnostic.Id, StringComparer.Ordinal).First();
        var message = first.Diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        var count = errors.Count == 1 ? "1 error" : $"{errors.Count} errors";
        var known = first.Diagnostic.Location.IsInSource;
        return new ProblemResult(
            ProblemCode.DoesNotCompile, $"{project} does not compile ({count}), so what it does is known in part only. First: {first.Diagnostic.Id}: {paths.WithoutRoot(message)}",
            known ? paths.Of(first.Span.Path) : project, known ? first.Span.StartLinePosition.Line + 1 : 0);
    }

    private static bool IsPackaging(string projectPath)
    {
        var text = File.ReadAllText(projectPath);
        return text.Contains("<IncludeBuildOutput>false", StringComparison.OrdinalIgnoreCase) || text.Contains("Microsoft.Build.NoTargets", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether nobody wrote the file.</summary>
    public static bool IsGenerated(string path)
    {
        if (path.Length == 0 || !Path.IsPathRooted(path)) return true;
        var slashed = path.Replace('\\', '/');
        return slashed.Contains("/obj/", StringComparison.Ordinal) || slashed.EndsWith(".g.cs", StringComparison.Ordinal) || slashed.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);
    }
}
