using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ScaleLint.Il;

/// <summary>Documentation-comment ids of everything an assembly defines, compiler-made members included.</summary>
public static class IlMemberIds
{
    /// <summary>Ids of types, fields, methods, properties and events, in the order of their tables.</summary>
    /// <exception cref="BadImageFormatException">The assembly is damaged or not one.</exception>
    public static IReadOnlyList<string> Read(byte[] assembly)
    {
        using var pe = new PEReader(ImmutableArray.Create(assembly));
        if (!pe.HasMetadata)
            throw new BadImageFormatException("not a .NET assembly");
        var module = new IlModule(pe.GetMetadataReader());
        var reader = module.Reader;
        var names = module.Names;
        var ids = new List<string>();
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            var owner = names.Definition(handle);
            ids.Add("T:" + owner);
            foreach (var field in type.GetFields())
                ids.Add("F:" + owner + "." + reader.GetString(reader.GetFieldDefinition(field).Name));
            foreach (var method in type.GetMethods())
                ids.Add(module.Method(method).Member.Id);
            foreach (var property in type.GetProperties())
            {
                var definition = reader.GetPropertyDefinition(property);
                var parameters = names.Signature(definition.Signature, null, null).Parameters;
                var id = names.MemberId('P', owner, reader.GetString(definition.Name));
                ids.Add(parameters.Length == 0 ? id : id + "(" + string.Join(",", parameters) + ")");
            }
            foreach (var @event in type.GetEvents())
                ids.Add(names.MemberId('E', owner, reader.GetString(reader.GetEventDefinition(@event).Name)));
        }
        return ids;
    }
}
