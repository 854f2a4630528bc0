using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text;

namespace ScaleLint.Graph.Tests.Effects;

/// <summary>Documentation-comment ids of what assemblies declare in public or protected, read from metadata; no code of theirs runs.</summary>
public sealed class MemberIndex
{
    private readonly Dictionary<string, HashSet<string>> members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HashSet<string>> bases = new(StringComparer.Ordinal);
    private readonly Lazy<HashSet<string>> names;

    /// <summary>An index of nothing yet.</summary>
    public MemberIndex() => names = new(() => members.Values.SelectMany(x => x).Select(NameOf).ToHashSet(StringComparer.Ordinal));

    /// <summary>Type names without prefix.</summary>
    public IEnumerable<string> Types => members.Keys;

    /// <summary>What a type declares: <c>GetAsync(System.String)</c>, <c>#ctor</c>, <c>get_Result</c>; empty for an unknown type.</summary>
    public IReadOnlyCollection<string> MembersOf(string type) => members.TryGetValue(type, out var found) ? found : [];

    /// <summary>The type itself, then its bases and interfaces, each once.</summary>
    public IEnumerable<string> WithBases(string type)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { type };
        var next = new Queue<string>(seen);
        while (next.TryDequeue(out var at))
        {
            yield return at;
            if (!bases.TryGetValue(at, out var above)) continue;
            foreach (var parent in above.Where(seen.Add)) next.Enqueue(parent);
        }
    }

    /// <summary>Whether any type declares a member of that name.</summary>
    public bool HasMember(string name) => names.Value.Contains(name);

    /// <summary>An id without parameter list and arity.</summary>
    public static string NameOf(string id)
    {
        var end = id.IndexOf('(');
        var tick = id.IndexOf("``", StringComparison.Ordinal);
        if (tick >= 0 && (end < 0 || tick < end)) end = tick;
        return end < 0 ? id : id[..end];
    }

    /// <summary>Whether the type is declared.</summary>
    public bool HasType(string type) => members.ContainsKey(type);

    /// <summary>Adds all that one assembly declares.</summary>
    public void Add(string path)
    {
        using var stream = File.OpenRead(path);
        using var pe = new PEReader(stream);
        if (!pe.HasMetadata) return;
        var reader = pe.GetMetadataReader();
        var names = new DocumentationNames(reader);
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (!IsVisible(reader, type)) continue;
            var name = names.NameOf(handle);
            if (!members.TryGetValue(name, out var ids)) members[name] = ids = new(StringComparer.Ordinal);
            if (!bases.TryGetValue(name, out var above)) bases[name] = above = new(StringComparer.Ordinal);
            if (!type.BaseType.IsNil) above.Add(names.DefinitionOf(type.BaseType));
            foreach (var implementation in type.GetInterfaceImplementations())
                above.Add(names.DefinitionOf(reader.GetInterfaceImplementation(implementation).Interface));
            foreach (var method in type.GetMethods())
            {
                var definition = reader.GetMethodDefinition(method);
                if ((definition.Attributes & MethodAttributes.MemberAccessMask) is MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem)
                    ids.Add(names.IdOf(definition));
            }
        }
    }

    private static bool IsVisible(MetadataReader reader, TypeDefinition type)
    {
        var visibility = type.Attributes & TypeAttributes.VisibilityMask;
        if (visibility == TypeAttributes.Public) return true;
        if (visibility is not (TypeAttributes.NestedPublic or TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem)) return false;
        return IsVisible(reader, reader.GetTypeDefinition(type.GetDeclaringType()));
    }
}

/// <summary>Writes names and signatures of metadata as documentation-comment ids do.</summary>
internal class DocumentationNames(MetadataReader reader) : ISignatureTypeProvider<string, int>
{
    public string NameOf(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        var name = reader.GetString(type.Name);
        if (!type.GetDeclaringType().IsNil) return NameOf(type.GetDeclaringType()) + "." + name;
        return type.Namespace.IsNil ? name : reader.GetString(type.Namespace) + "." + name;
    }

    /// <summary>The definition's name of a base or interface, without its type arguments.</summary>
    public string DefinitionOf(EntityHandle handle) => handle.Kind switch
    {
        HandleKind.TypeDefinition => NameOf((TypeDefinitionHandle)handle),
        HandleKind.TypeReference => GetTypeFromReference(reader, (TypeReferenceHandle)handle, 0),
        _ => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new OpenNames(reader), 0),
    };

    public string IdOf(MethodDefinition method)
    {
        var signature = method.DecodeSignature(this, 0);
        var id = new StringBuilder(reader.GetString(method.Name).Replace('.', '#'));
        if (signature.GenericParameterCount > 0) id.Append("``").Append(signature.GenericParameterCount);
        if (signature.ParameterTypes.Length > 0) id.Append('(').AppendJoin(',', signature.ParameterTypes).Append(')');
        if (reader.GetString(method.Name) is "op_Implicit" or "op_Explicit") id.Append('~').Append(signature.ReturnType);
        return id.ToString();
    }

    public string GetTypeFromDefinition(MetadataReader r, TypeDefinitionHandle handle, byte kind) => NameOf(handle);

    public string GetTypeFromReference(MetadataReader r, TypeReferenceHandle handle, byte kind)
    {
        var type = r.GetTypeReference(handle);
        var name = r.GetString(type.Name);
        if (type.ResolutionScope.Kind == HandleKind.TypeReference)
            return GetTypeFromReference(r, (TypeReferenceHandle)type.ResolutionScope, kind) + "." + name;
        return type.Namespace.IsNil ? name : r.GetString(type.Namespace) + "." + name;
    }

    public virtual string GetGenericInstantiation(string generic, ImmutableArray<string> arguments)
    {
        // Arity marks give way to the arguments, those of nested types each to their own.
        var text = new StringBuilder();
        var next = 0;
        for (var i = 0; i < generic.Length; i++)
        {
            if (generic[i] != '`') { text.Append(generic[i]); continue; }
            var end = i + 1;
            while (end < generic.Length && char.IsDigit(generic[end])) end++;
            var arity = int.Parse(generic.AsSpan(i + 1, end - i - 1));
            text.Append('{').AppendJoin(',', arguments.Skip(next).Take(arity)).Append('}');
            next += arity;
            i = end - 1;
        }
        return text.ToString();
    }

    public string GetPrimitiveType(PrimitiveTypeCode code) => "System." + code;
    public string GetSZArrayType(string element) => element + "[]";
    public string GetArrayType(string element, ArrayShape shape) => element + "[" + string.Join(",", Enumerable.Repeat("0:", shape.Rank)) + "]";
    public string GetByReferenceType(string element) => element + "@";
    public string GetPointerType(string element) => element + "*";
    public string GetPinnedType(string element) => element;
    public string GetModifiedType(string modifier, string unmodified, bool required) => unmodified;
    public string GetFunctionPointerType(MethodSignature<string> signature) => "function";
    public string GetGenericMethodParameter(int context, int index) => "``" + index;
    public string GetGenericTypeParameter(int context, int index) => "`" + index;
    public string GetTypeFromSpecification(MetadataReader r, int context, TypeSpecificationHandle handle, byte kind) =>
        r.GetTypeSpecification(handle).DecodeSignature(this, context);
}

/// <summary>Names of generic types without their arguments.</summary>
internal sealed class OpenNames(MetadataReader reader) : DocumentationNames(reader)
{
    public override string GetGenericInstantiation(string generic, ImmutableArray<string> arguments) => generic;
}
