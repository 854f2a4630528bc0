using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ScaleLint.Analyzers;

/// <summary>
/// The rules inside the compiler. A compilation is judged once, on first demand; each file then reports what stands in it,
/// so that findings show while typing and need no end of the compilation.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ScaleLintAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(start =>
        {
            var judgement = new Judgement(start.Compilation, start.Options);
            start.RegisterSemanticModelAction(x => Report(judgement, x.SemanticModel.SyntaxTree, x.ReportDiagnostic, x.CancellationToken));
            start.RegisterAdditionalFileAction(x => Report(judgement, x.AdditionalFile, x.ReportDiagnostic, x.CancellationToken));
        });
    }

    private static void Report(Judgement judgement, object place, Action<Diagnostic> report, CancellationToken cancellation)
    {
        var verdict = judgement.Verdict(cancellation);
        foreach (var diagnostic in verdict.At(place)) report(diagnostic);
        if (judgement.IsFirst) foreach (var diagnostic in verdict.Nowhere) report(diagnostic);
    }
}
