using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

// What the tokens of methods stand for.
internal sealed partial class IlModule
{
    public static bool IsTask(string type) =>
        type.StartsWith("System.Threading.Tasks.Task", StringComparison.Ordinal) && (type.Length == 27 || type[27] == '{')
        || type.StartsWith("System.Threading.Tasks.ValueTask", StringComparison.Ordinal) && (type.Length == 32 || type[32] == '{');

    public static bool IsGeneratedName(string name) => name.Length > 0 && name[0] == '<';

    private MethodTarget OfDefinition(MethodDefinitionHandle handle)
    {
        var definition = Reader.GetMethodDefinition(handle);
        var owner = OwnerOf(handle);
        var (parameters, returned, hasThis, arity) = Names.Signature(definition.Signature, null, null);
        var name = NameOf(handle);
        var member = new MemberRef(Names.Assembly, Names.MethodId(Names.Definition(owner), name, arity, parameters, returned, isOwn: true));
        return Make(member, owner, name, parameters, returned, hasThis, [], handle, []);
    }

    private MethodTarget OfReference(MemberReferenceHandle handle, string[]? methodArguments)
    {
        var reference = Reader.GetMemberReference(handle);
        var name = Names.Text(reference.Name);
        var parent = reference.Parent;
        if (parent.Kind == HandleKind.MethodDefinition)
            return Method(parent);
        var classArguments = Names.Arguments(parent);
        var (parameters, returned, hasThis, arity) = Names.Signature(reference.Signature, null, null);
        var (constructed, result) = (parameters, returned);
        if ((classArguments.Length > 0 || methodArguments is not null) && IsOpen(parameters, returned))
            (constructed, result, _, _) = Names.Signature(reference.Signature, classArguments, methodArguments);
        var owner = Names.Named(parent).Type;
        var member = owner.Name.Length == 0 && parent.Kind == HandleKind.TypeSpecification ? new MemberRef("", "")
            : new MemberRef(owner.Assembly, Names.MethodId(owner.Name, name, arity, parameters, returned, isOwn: false));
        var definition = default(MethodDefinitionHandle);
        if (Definition(parent) is { IsNil: false } own)
            definition = Find(own, name, member.Id);
        return Make(member, parent, name, constructed, result, hasThis, classArguments, definition, methodArguments ?? []);
    }

    private MethodTarget OfSpecification(MethodSpecificationHandle handle)
    {
        var specification = Reader.GetMethodSpecification(handle);
        var blob = Reader.GetBlobReader(specification.Signature);
        blob.ReadByte();
        var arguments = Names.Types(ref blob, null, null);
        if (specification.Method.Kind == HandleKind.MemberReference)
            return OfReference((MemberReferenceHandle)specification.Method, arguments);
        if (specification.Method.Kind != HandleKind.MethodDefinition)
            throw new BadImageFormatException("a generic call names no method");
        var method = (MethodDefinitionHandle)specification.Method;
        var open = Method(method);
        var (parameters, returned) = (open.Parameters, open.ReturnType);
        if (IsOpen(parameters, returned))
            (parameters, returned, _, _) = Names.Signature(Reader.GetMethodDefinition(method).Signature, null, arguments);
        return Make(open.Member, OwnerOf(method), open.Name, parameters, returned, open.HasThis, [], method, arguments);
    }

    private static bool IsOpen(string[] parameters, string returned)
    {
        foreach (var parameter in parameters)
        {
            if (parameter.IndexOf('`') >= 0)
                return true;
        }
        return returned.IndexOf('`') >= 0;
    }

    private MethodTarget Make(MemberRef member, EntityHandle parent, string name, string[] parameters, string returned, bool hasThis, string[] ownerArguments,
        MethodDefinitionHandle definition, string[] typeArguments)
    {
        var type = Names.Named(parent);
        var owner = type.Type;
        var target = new MethodTarget
        {
            Member = member,
            Name = name,
            OwnerType = type,
            OwnerDisplay = Names.Display(parent),
            Parameters = parameters,
            ReturnType = returned,
            ResultType = MetadataNames.WithoutReference(returned),
            IsVoid = returned == "System.Void",
            TypeArguments = typeArguments,
            OwnerTypeArguments = ownerArguments,
            HasThis = hasThis,
            IsArrayMember = parent.Kind == HandleKind.TypeSpecification && owner.Name.Length == 0,
            Definition = definition,
            IsTask = IsTask(returned),
        };
        target.Shape = ShapeOf(target);
        target.Trait = TraitOf(target);
        if (!definition.IsNil && target.Shape == TargetShape.Call && (name.StartsWith("get_", StringComparison.Ordinal) || name.StartsWith("set_", StringComparison.Ordinal))
            && IsAutoAccessor(definition, out var property, out var isGetter, out var flags))
        {
            target.Shape = isGetter ? TargetShape.AutoGetter : TargetShape.AutoSetter;
            target.AutoProperty = new FieldTarget
            {
                Member = new MemberRef(owner.Assembly, Names.MemberId('P', owner.Name, Names.Text(Reader.GetPropertyDefinition(property).Name))),
                Owner = type,
                Type = isGetter ? returned : parameters.Length > 0 ? parameters[parameters.Length - 1] : "",
                Flags = flags,
            };
        }
        return target;
    }

    private static CallTrait TraitOf(MethodTarget target)
    {
        var (owner, name) = (target.Owner.Name, target.Name);
        if (owner.StartsWith("<>f__AnonymousType", StringComparison.Ordinal))
            return CallTrait.OfAnonymousType;
        if (target.Parameters.Length == 0 && name is "GetValueOrDefault" or "get_HasValue" && owner == "System.Nullable`1")
            return CallTrait.ReadsNullable;
        if (name == "<Clone>$")
            return CallTrait.Clones;
        return target.Parameters.Length == 1 && target.IsVoid && (name.StartsWith("add_", StringComparison.Ordinal) || name.StartsWith("remove_", StringComparison.Ordinal))
            ? CallTrait.Subscribes : CallTrait.None;
    }

    private TargetShape ShapeOf(MethodTarget target)
    {
        if (target.IsArrayMember)
            return target.Name switch { "Get" or "Address" => TargetShape.ArrayGet, "Set" => TargetShape.ArraySet, ".ctor" => TargetShape.ArrayNew, _ => TargetShape.Call };
        if (!target.Definition.IsNil)
        {
            // A native function declared as a local one has no code to read.
            if (IsGeneratedName(target.Name) && Reader.GetMethodDefinition(target.Definition).RelativeVirtualAddress != 0)
            {
                if (target.Name.Contains(">g__"))
                    return TargetShape.LocalFunction;
                if (target.Name.Contains(">b__"))
                    return TargetShape.Lambda;
                if (target.Name.StartsWith("<>m__Finally", StringComparison.Ordinal))
                    return TargetShape.IteratorFinally;
            }
            if (target.Name == ".ctor" && Shape(OwnerOf(target.Definition)) is TypeShape.Closure or TypeShape.StaticClosure)
                return TargetShape.ClosureConstructor;
        }
        return target.Name switch
        {
            "GetAwaiter" => TargetShape.GetAwaiter,
            "get_IsCompleted" => TargetShape.IsCompleted,
            "GetResult" when target.Parameters.Length == 0 => TargetShape.GetResult,
            "AwaitUnsafeOnCompleted" or "AwaitOnCompleted" => TargetShape.AwaitOnCompleted,
            "ConfigureAwait" or "AsTask" when target.Owner.Name is "System.Threading.Tasks.Task" or "System.Threading.Tasks.Task`1"
                or "System.Threading.Tasks.ValueTask" or "System.Threading.Tasks.ValueTask`1" or "System.Threading.Tasks.TaskAsyncEnumerableExtensions" => TargetShape.ConfigureAwait,
            "GetTypeFromHandle" when target.Owner.Name == "System.Type" => TargetShape.TypeFromHandle,
            "Concat" when target.Owner.Name == "System.String" && target.Parameters.Length > 1 && Array.TrueForAll(target.Parameters, static p => p is "System.String" or "System.Object") => TargetShape.Concat,
            "InitializeArray" when target.Owner.Name == "System.Runtime.CompilerServices.RuntimeHelpers" => TargetShape.InitializeArray,
            ".ctor" when target.Parameters.Length == 2 && target.Parameters[1] == "System.IntPtr" && target.Parameters[0] == "System.Object" => TargetShape.DelegateConstructor,
            ".ctor" when target.Owner.Name == "System.Nullable`1" => TargetShape.NullableNew,
            ".ctor" when target.Owner.Name.StartsWith("System.ValueTuple`", StringComparison.Ordinal) => TargetShape.TupleNew,
            "InlineArrayElementRef" or "InlineArrayFirstElementRef" or "InlineArrayAsReadOnlySpan" or "InlineArrayAsSpan"
                when target.Owner.Name == "<PrivateImplementationDetails>" => TargetShape.InlineArray,
            ".ctor" when target.Owner.Name is "System.ReadOnlySpan`1" or "System.Span`1" && target.Parameters.Length == 1 && target.Parameters[0].EndsWith("@", StringComparison.Ordinal) => TargetShape.SpanOfOne,
            _ when target.Owner.Name == "System.Runtime.CompilerServices.DefaultInterpolatedStringHandler" => TargetShape.Interpolation,
            _ => TargetShape.Call,
        };
    }

    private MethodDefinitionHandle Find(TypeDefinitionHandle owner, string name, string id)
    {
        foreach (var candidate in Reader.GetTypeDefinition(owner).GetMethods())
        {
            if (NameOf(candidate) == name && Method(candidate).Member.Id == id)
                return candidate;
        }
        return default;
    }
}
