using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Linking;
using ScaleLint.Rules;
using ScaleLint.Rules.Settings;
using ScaleLint.Source;

namespace ScaleLint.Cases;

/// <summary>Compiles cases against everything this test process runs on, and judges them from source.</summary>
public static class CaseCompiler
{
    private const string Usings = """
        global using System; global using System.Collections.Generic; global using System.IO; global using System.Linq; global using System.Net.Http;
        global using System.Threading; global using System.Threading.Tasks; global using Microsoft.AspNetCore.Builder; global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Mvc; global using Microsoft.Extensions.Configuration; global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting; global using Microsoft.Extensions.Logging; global using System.Net.Http.Json; global using Microsoft.AspNetCore.Routing;
        """;

    private static readonly Lazy<IReadOnlyList<MetadataReference>> Platform = new(() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
        .Where(x => !Path.GetFileName(x).StartsWith("ScaleLint", StringComparison.Ordinal) && !Path.GetFileName(x).StartsWith("xunit", StringComparison.Ordinal) && !Path.GetFileName(x).Contains("testhost", StringComparison.Ordinal))
        .Select(x => (MetadataReference)MetadataReference.CreateFromFile(x)).ToList());

    /// <summary>Compilations of a case's projects, in order; throws when one does not compile.</summary>
    public static IReadOnlyList<CSharpCompilation> Compile(CaseFile file, OptimizationLevel level = OptimizationLevel.Debug)
    {
        var done = new List<CSharpCompilation>();
        foreach (var project in file.Projects)
        {
            var tree = CSharpSyntaxTree.ParseText(project.Text, new CSharpParseOptions(LanguageVersion.Preview), project.Name + ".cs");
            var usings = CSharpSyntaxTree.ParseText(Usings, new CSharpParseOptions(LanguageVersion.Preview), project.Name + ".usings.g.cs");
            var program = !project.IsLibrary && tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.GlobalStatementSyntax>().Any();
            var compilation = CSharpCompilation.Create(project.Name, [tree, usings], [.. Platform.Value, .. done.Select(x => x.ToMetadataReference())],
                new CSharpCompilationOptions(program ? Microsoft.CodeAnalysis.OutputKind.ConsoleApplication : Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
            var errors = compilation.GetDiagnostics().Where(x => x.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0) throw new InvalidOperationException($"{file}: {string.Join("\n", errors.Take(5))}");
            done.Add(compilation);
        }
        return done;
    }

    /// <summary>All findings of a case, judged as the CLI does.</summary>
    public static IReadOnlyList<Finding> Judge(CaseFile file, Settings? settings = null)
    {
        var units = Compile(file).Select(x => new Unit(SourceExtractor.Extract(x, new SourceOptions { IsTest = false }, CancellationToken.None), x.AssemblyName! + ".csproj", true)).ToList();
        return Analysis.Judge(new SystemGraph(units, EffectsCatalogue.Default), settings ?? Settings.Default, Host.System, CancellationToken.None);
    }
}
