using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

public sealed class MemberIdTests
{
    [Fact]
    public void Ids_equal_Roslyns_on_every_member_of_the_shared_framework()
    {
        var files = SharedFramework.Assemblies.ToList();
        var references = files.ToDictionary(f => f, f => MetadataReference.CreateFromFile(f));
        var compilation = CSharpCompilation.Create("X", references: references.Values,
            options: new CSharpCompilationOptions(Microsoft.CodeAnalysis.OutputKind.DynamicallyLinkedLibrary, metadataImportOptions: MetadataImportOptions.All));
        var compared = 0;
        var wrong = new List<string>();
        foreach (var file in files)
        {
            var ours = IlMemberIds.Read(File.ReadAllBytes(file)).ToHashSet(StringComparer.Ordinal);
            var assembly = (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(references[file])!;
            foreach (var id in Ids(assembly.GlobalNamespace))
            {
                compared++;
                if (!ours.Contains(id))
                    wrong.Add(Path.GetFileName(file) + " " + id);
            }
        }
        Assert.True(wrong.Count == 0, $"{wrong.Count} of {compared} differ\n" + string.Join("\n", wrong.Take(60)));
        Assert.True(compared > 100_000);
    }

    [Fact]
    public void Forwarded_types_are_followed_to_where_they_are()
    {
        var forwarders = new TypeForwarders();
        forwarders.Add(File.ReadAllBytes(Path.Combine(SharedFramework.Folder, "System.Runtime.dll")));

        Assert.Equal(new TypeRef("System.Private.CoreLib", "System.String"), forwarders.Resolve(new TypeRef("System.Runtime", "System.String")));
        Assert.Equal(new TypeRef("Shop", "Shop.Order"), forwarders.Resolve(new TypeRef("Shop", "Shop.Order")));
    }

    private static IEnumerable<string> Ids(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            // Extension blocks hide what is in metadata.
            if (member is INamedTypeSymbol { IsExtension: true })
                continue;
            if (member is not INamespaceSymbol && !HasFunctionPointer(member) && member.GetDocumentationCommentId() is { Length: > 0 } id && !IsMadeUp(member))
                yield return id;
            if (member is INamespaceOrTypeSymbol inner)
            {
                foreach (var id2 in Ids(inner))
                    yield return id2;
            }
        }
    }

    /// <summary>Symbols without a row in metadata.</summary>
    private static bool IsMadeUp(ISymbol member) =>
        member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: true, ContainingType.IsValueType: true };

    /// <summary>Roslyn writes nothing for a function pointer in an id.</summary>
    private static bool HasFunctionPointer(ISymbol member) => member switch
    {
        IMethodSymbol method => method.Parameters.Any(p => IsFunctionPointer(p.Type)) || IsFunctionPointer(method.ReturnType),
        IPropertySymbol property => property.Parameters.Any(p => IsFunctionPointer(p.Type)),
        _ => false,
    };

    private static bool IsFunctionPointer(ITypeSymbol type) => type switch
    {
        IFunctionPointerTypeSymbol => true,
        IPointerTypeSymbol pointer => IsFunctionPointer(pointer.PointedAtType),
        IArrayTypeSymbol array => IsFunctionPointer(array.ElementType),
        _ => false,
    };
}
