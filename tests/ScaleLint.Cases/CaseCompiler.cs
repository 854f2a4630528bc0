using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Emit;
using ScaleLint.Graph.Effects;
using ScaleLint.Graph.Facts;
using ScaleLint.Graph.Linking;
using ScaleLint.Il;
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
            var compilation = Compile(project, done, level);
            var errors = compilation.GetDiagnostics().Where(x => x.Severity == DiagnosticSeverity.Error).ToList();
            if (errors.Count > 0) throw new InvalidOperationException($"{file}: {string.Join("\n", errors.Take(5))}");
            done.Add(compilation);
        }
        return done;
    }

    /// <summary>The compilation of one project over those it may use, whether it compiles or not.</summary>
    public static CSharpCompilation Compile(CaseProject project, IEnumerable<CSharpCompilation> references, OptimizationLevel level = OptimizationLevel.Debug)
    {
        var tree = CSharpSyntaxTree.ParseText(project.Text, new CSharpParseOptions(LanguageVersion.Preview), project.Name + ".cs", System.Text.Encoding.UTF8);
        var usings = CSharpSyntaxTree.ParseText(Usings, new CSharpParseOptions(LanguageVersion.Preview), project.Name + ".usings.g.cs", System.Text.Encoding.UTF8);
        var program = !project.IsLibrary && tree.GetRoot().DescendantNodes().Any(x => x is GlobalStatementSyntax || x is MethodDeclarationSyntax { Identifier.Text: "Main", Parent: ClassDeclarationSyntax { Identifier.Text: "Program" } });
        return CSharpCompilation.Create(project.Name, [tree, usings], [.. Platform.Value, .. references.Select(x => x.ToMetadataReference())],
            new CSharpCompilationOptions(program ? Microsoft.CodeAnalysis.OutputKind.ConsoleApplication : Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, optimizationLevel: level, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>All findings of a case, judged as the CLI does; <paramref name="settings"/> in place of what the case itself says.</summary>
    public static IReadOnlyList<Finding> Judge(CaseFile file, Settings? settings = null, CaseFront front = CaseFront.Source, Host host = Host.System)
    {
        var units = Compile(file, front == CaseFront.Compiled ? OptimizationLevel.Release : OptimizationLevel.Debug)
            .Zip(file.Projects, (x, project) => (Compilation: x, Project: project)).Where(x => !x.Project.IsUnread).Select(x => new Unit(Facts(x.Compilation, x.Project, front), x.Project.IsPackage ? "" : x.Project.Name + ".csproj", !x.Project.IsPackage)).ToList();
        return Analysis.Judge(new SystemGraph(units, EffectsCatalogue.Default), settings ?? SettingsOf(file), host, CancellationToken.None);
    }

    /// <summary>Thresholds and configuration that a case states.</summary>
    public static Settings SettingsOf(CaseFile file)
    {
        var config = new ScaleLintConfig();
        if (file.Config.Length > 0)
        {
            (config, var problems) = ConfigFile.Parse("scalelint.json", file.Config);
            if (problems.Count > 0) throw new InvalidOperationException($"{file}: {problems[0].Message}");
        }
        return new Settings(file.Options.ToDictionary(x => x.Key.ToLowerInvariant(), x => x.Value), config);
    }

    private static AssemblyFacts Facts(CSharpCompilation compilation, CaseProject project, CaseFront front)
    {
        if (front == CaseFront.Source) return SourceExtractor.Extract(compilation, new SourceOptions { IsTest = project.IsTest }, CancellationToken.None);
        using var assembly = new MemoryStream();
        using var symbols = new MemoryStream();
        var emitted = compilation.Emit(assembly, symbols, options: new EmitOptions(debugInformationFormat: DebugInformationFormat.PortablePdb));
        if (!emitted.Success) throw new InvalidOperationException($"{project.Name}: {emitted.Diagnostics.First(x => x.Severity == DiagnosticSeverity.Error)}");
        return IlExtractor.Extract(assembly.ToArray(), symbols.ToArray(), project.Name, new IlOptions { IsTest = project.IsTest });
    }
}

/// <summary>How the facts of a case are made.</summary>
public enum CaseFront
{
    /// <summary>From its source.</summary>
    Source,
    /// <summary>From what the compiler makes of it, optimised.</summary>
    Compiled,
}
