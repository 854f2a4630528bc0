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
    /// <summary>The facts, or null when there is nothing to read.</summary>
    /// <param name="projectPath">Absolute path of the project file.</param>
    public static (ProjectInput? Project, IReadOnlyList<ProblemResult> Problems) Read(string projectPath, Compilation compilation, RelativePaths paths, CancellationToken cancellation)
    {
        var project = paths.Of(projectPath);
        var problems = new List<ProblemResult>();
        var written = compilation.SyntaxTrees.Where(x => !IsGenerated(x.FilePath)).ToList();
        if (written.Count == 0 && IsPackaging(projectPath)) return (null, []);
        if (written.Count == 0)
            return (null, [new ProblemResult(ProblemCode.ProjectEmpty, "The project has no C# source files, so nothing of it was analysed.", project, 0)]);

        var errors = compilation.GetDiagnostics(cancellation).Where(x => x.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0) problems.Add(DoesNotCompile(project, errors, paths));

        try
        {
            var options = new SourceOptions { Path = tree => paths.Of(tree.FilePath), MappedPath = paths.Of, IsGenerated = tree => IsGenerated(tree.FilePath), Threads = 1 };
            var facts = SourceExtractor.Extract(compilation, options, cancellation);
            // Errors of the compiler are told once, as one problem, which rules see as well.
            if (errors.Count > 0) facts = facts with { Problems = problems.Select(x => new FactsProblem(x.Code, x.Message, new Position(x.File, x.Line, 0, x.Line, 0))).ToList() };
            var lines = written.Sum(x => x.GetText(cancellation).Lines.Count);
            return (new ProjectInput(project, facts, IsJudged: true, written.Count, lines), problems);
        }
        catch (Exception e) when (e is not OperationCanceledException and not OutOfMemoryException)
        {
            problems.Add(new ProblemResult(ProblemCode.SourceNotRead, $"The project's code could not be read: {e.GetType().Name}: {paths.WithoutRoot(e.Message)}", project, 0));
            return (null, problems);
        }
    }

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

    // Such a project is there to pack what others build; it has no code by intention.
    private static bool IsPackaging(string projectPath)
    {
        var text = File.ReadAllText(projectPath);
        return text.Contains("<IncludeBuildOutput>false", StringComparison.OrdinalIgnoreCase) || text.Contains("Microsoft.Build.NoTargets", StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsGenerated(string path)
    {
        if (path.Length == 0 || !Path.IsPathRooted(path)) return true;
        var slashed = path.Replace('\\', '/');
        return slashed.Contains("/obj/", StringComparison.Ordinal) || slashed.EndsWith(".g.cs", StringComparison.Ordinal) || slashed.EndsWith(".designer.cs", StringComparison.OrdinalIgnoreCase);
    }
}
