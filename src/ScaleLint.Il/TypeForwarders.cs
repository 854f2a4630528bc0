using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>Where types really are that an assembly only forwards, such as <c>System.Runtime</c>'s.</summary>
public sealed class TypeForwarders
{
    private const int MaxHops = 16;

    private readonly Dictionary<TypeRef, string> _targets = [];

    /// <summary>Number of forwarded types known.</summary>
    public int Count => _targets.Count;

    /// <summary>Adds the forwarders of an assembly; one that cannot be read adds none.</summary>
    public void Add(byte[] assembly)
    {
        try
        {
            using var pe = new PEReader(ImmutableArray.Create(assembly));
            if (!pe.HasMetadata)
                return;
            var reader = pe.GetMetadataReader();
            var name = reader.GetString(reader.GetAssemblyDefinition().Name);
            foreach (var handle in reader.ExportedTypes)
                Add(reader, name, handle);
        }
        catch (Exception error) when (error is BadImageFormatException or InvalidOperationException or ArgumentException or OverflowException)
        {
            // Facts of the assembly itself say that it is damaged.
            return;
        }
    }

    /// <summary>The assembly that defines a type, followed through all forwarders known; the type itself when it is not forwarded.</summary>
    public TypeRef Resolve(TypeRef type)
    {
        for (var hops = 0; hops < MaxHops && _targets.TryGetValue(type, out var assembly); hops++)
            type = new TypeRef(assembly, type.Name);
        return type;
    }

    /// <summary>The member as its defining assembly has it.</summary>
    /// <param name="member">A member.</param>
    /// <param name="owner">Definition name of its type.</param>
    public MemberRef Resolve(MemberRef member, string owner) => new(Resolve(new TypeRef(member.Assembly, owner)).Assembly, member.Id);

    private void Add(MetadataReader reader, string assembly, ExportedTypeHandle handle)
    {
        var type = reader.GetExportedType(handle);
        var name = reader.GetString(type.Name);
        var scope = type.Implementation;
        var current = type;
        for (var depth = 0; depth < MaxHops && scope.Kind == HandleKind.ExportedType; depth++)
        {
            current = reader.GetExportedType((ExportedTypeHandle)scope);
            name = reader.GetString(current.Name) + "." + name;
            scope = current.Implementation;
        }
        if (scope.Kind != HandleKind.AssemblyReference)
            return;
        var space = reader.GetString(current.Namespace);
        _targets[new TypeRef(assembly, space.Length == 0 ? name : space + "." + name)] =
            reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
    }
}
