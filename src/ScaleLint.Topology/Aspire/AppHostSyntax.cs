using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ScaleLint.Topology.Sources;

namespace ScaleLint.Topology.Aspire;

/// <summary>A method of the AppHost project that its program may call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Type it is declared in.</param>
/// <param name="Receiver">Parameter that takes the receiver of an extension, or null.</param>
/// <param name="Parameters">The others.</param>
/// <param name="Body">Block or expression.</param>
internal sealed record AppHostMethod(string Name, string Type, ParameterSyntax? Receiver, IReadOnlyList<ParameterSyntax> Parameters, SyntaxNode Body);

/// <summary>The source files of one AppHost, parsed and indexed.</summary>
internal sealed class AppHostSyntax
{
    private AppHostSyntax(string folder, IReadOnlyList<CompilationUnitSyntax> units)
    {
        Folder = folder;
        foreach (var unit in units)
        {
            foreach (var type in unit.DescendantNodes().OfType<TypeDeclarationSyntax>())
            {
                Index(type);
            }
        }

        // Top-level statements, else the method that makes the builder.
        Entry = units.FirstOrDefault(unit => unit.Members.OfType<GlobalStatementSyntax>().Any(MakesBuilder))
            ?? (SyntaxNode?)units.SelectMany(unit => unit.DescendantNodes().OfType<MethodDeclarationSyntax>()).FirstOrDefault(MakesBuilder)?.Body;
    }

    public string Folder { get; }

    public SyntaxNode? Entry { get; }

    public List<AppHostMethod> Methods { get; } = [];

    /// <summary>Constants and read-only fields, by name and by type and name.</summary>
    public Dictionary<string, ExpressionSyntax> Constants { get; } = new(StringComparer.Ordinal);

    public static bool MakesBuilder(string source) => source.Contains("DistributedApplication.CreateBuilder", StringComparison.Ordinal);

    public static AppHostSyntax Parse(string folder, IEnumerable<TopologyFile> files, SourceContext context)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var units = new List<CompilationUnitSyntax>();
        foreach (var file in files)
        {
            var tree = CSharpSyntaxTree.ParseText(DeepSource.Checked(SourceText.From(file.Content)), options, file.Path);
            foreach (var error in tree.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id is not ("CS9298" or "CS9299" or "CS9300")).Take(1))
            {
                context.Report(file.Path, error.Location.GetLineSpan().StartLinePosition.Line + 1, "not valid C#: " + error.GetMessage(System.Globalization.CultureInfo.InvariantCulture).TrimEnd('.'));
            }

            units.Add(tree.GetCompilationUnitRoot());
        }

        return new AppHostSyntax(folder, units);
    }

    private static bool MakesBuilder(SyntaxNode node) =>
        node.DescendantNodes().OfType<MemberAccessExpressionSyntax>().Any(member => member.Name.Identifier.ValueText == "CreateBuilder" && member.Expression.ToString().EndsWith("DistributedApplication", StringComparison.Ordinal));

    private void Index(TypeDeclarationSyntax type)
    {
        var name = type is ExtensionBlockDeclarationSyntax ? ((type.Parent as TypeDeclarationSyntax)?.Identifier.ValueText ?? "") : type.Identifier.ValueText;
        var block = (type as ExtensionBlockDeclarationSyntax)?.ParameterList?.Parameters.FirstOrDefault();
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case MethodDeclarationSyntax method when ((SyntaxNode?)method.Body ?? method.ExpressionBody?.Expression) is { } body:
                    var parameters = method.ParameterList.Parameters;
                    var isExtension = parameters.Count > 0 && parameters[0].Modifiers.Any(SyntaxKind.ThisKeyword);
                    Methods.Add(new AppHostMethod(method.Identifier.ValueText, name, isExtension ? parameters[0] : block, isExtension ? [.. parameters.Skip(1)] : [.. parameters], body));
                    break;
                case FieldDeclarationSyntax field when field.Modifiers.Any(SyntaxKind.ConstKeyword) || field.Modifiers.Any(SyntaxKind.ReadOnlyKeyword):
                    foreach (var variable in field.Declaration.Variables)
                    {
                        if (variable.Initializer?.Value is { } value)
                        {
                            Constants[variable.Identifier.ValueText] = value;
                            Constants[name + "." + variable.Identifier.ValueText] = value;
                        }
                    }

                    break;
            }
        }
    }
}
