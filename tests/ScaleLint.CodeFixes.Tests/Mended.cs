using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using ScaleLint.Analyzers;
using ScaleLint.Rules;

namespace ScaleLint.CodeFixes.Tests;

/// <summary>A fix applied to a finding: both texts must compile, the first must be reported where it is marked, the second nowhere.</summary>
internal static class Mended
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.Linq; global using System.Net.Http; global using System.Threading;
        global using System.Threading.Tasks; global using Microsoft.AspNetCore.Mvc; global using Microsoft.AspNetCore.Http; global using System.Net.Http.Json;
        """;

    private static readonly MetadataReference[] Frameworks = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(x => x.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) || x.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal) || Path.GetFileName(x).StartsWith("Polly", StringComparison.Ordinal))
        .Select(x => (MetadataReference)MetadataReference.CreateFromFile(x)).ToArray();

    /// <summary>Checks that <paramref name="source"/>, with findings marked as <c>{|ID:...|}</c>, becomes <paramref name="mended"/>; null where no fix is offered.</summary>
    /// <param name="rounds">How often one fix must be applied until all is mended; negative where they may be fewer.</param>
    public static Task By<T>(string source, string? mended, int rounds = 1, params string[] others) where T : CodeFixProvider, new()
    {
        var ids = new T().FixableDiagnosticIds;
        var test = new CSharpCodeFixTest<ScaleLintAnalyzer, T, DefaultVerifier>
        {
            TestCode = source,
            FixedCode = mended ?? source,
            ReferenceAssemblies = new ReferenceAssemblies("net10.0"),
            TestBehaviors = TestBehaviors.SkipGeneratedCodeCheck,
            CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInSolutionCheck,
            NumberOfIncrementalIterations = mended == null ? 0 : rounds,
            NumberOfFixAllIterations = mended == null ? 0 : 1,
        };
        foreach (var state in new[] { test.TestState, test.FixedState })
        {
            state.Sources.Add(("Usings.cs", Usings));
            state.AdditionalReferences.AddRange(Frameworks);
        }
        foreach (var rule in RuleList.All.Where(x => !ids.Contains(x.Info.Id))) test.DisabledDiagnostics.Add(rule.Info.Id);
        test.SolutionTransforms.Add((solution, project) => solution.WithProjectParseOptions(project, new Microsoft.CodeAnalysis.CSharp.CSharpParseOptions(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Latest)));
        return test.RunAsync();
    }
}
