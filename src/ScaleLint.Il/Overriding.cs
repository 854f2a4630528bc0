using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Text;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>What members override and implement, as far as one assembly can tell: members of other assemblies by name and signature.</summary>
internal sealed class Overriding(IlModule module)
{
    private const int MaxDepth = 32;

    private readonly MetadataReader _reader = module.Reader;

    private TypeDefinitionHandle _owner;
    private readonly List<(EntityHandle Body, EntityHandle Declaration)> _explicit = [];
    private readonly List<Base> _interfaces = [];

    private readonly record struct Base(EntityHandle Handle, string[] Arguments);

    /// <summary>Members that a method overrides, nearest first, then interface members.</summary>
    public IReadOnlyList<MemberRef> Of(TypeDefinitionHandle owner, MethodDefinitionHandle handle)
    {
        var definition = _reader.GetMethodDefinition(handle);
        if (_owner != owner)
            Enter(owner);
        if ((definition.Attributes & MethodAttributes.Virtual) == 0 && _explicit.Count == 0)
            return [];
        List<MemberRef>? found = null;
        var type = _reader.GetTypeDefinition(owner);
        var isExplicit = false;
        foreach (var (body, declaration) in _explicit)
        {
            if (body == (EntityHandle)handle)
            {
                Add(module.Method(declaration).Member);
                isExplicit = true;
            }
        }
        if ((definition.Attributes & MethodAttributes.Virtual) == 0)
            return Found();
        var target = module.Method(handle);
        if ((definition.Attributes & MethodAttributes.NewSlot) == 0)
        {
            var parent = new Base(type.BaseType, module.Names.Arguments(type.BaseType));
            for (var depth = 0; depth < MaxDepth && !parent.Handle.IsNil; depth++)
            {
                var own = module.Definition(parent.Handle);
                if (own.IsNil)
                {
                    Add(External(parent, target, definition));
                    break;
                }
                if (Find(own, parent.Arguments, target) is { } overridden)
                    Add(overridden);
                var next = _reader.GetTypeDefinition(own).BaseType;
                parent = new Base(next, Substitute(module.Names.Arguments(next), parent.Arguments));
            }
        }
        if (!isExplicit && (definition.Attributes & MethodAttributes.MemberAccessMask) == MethodAttributes.Public && (type.Attributes & TypeAttributes.Interface) == 0)
        {
            foreach (var contract in _interfaces)
            {
                var own = module.Definition(contract.Handle);
                if (own.IsNil)
                    Add(External(contract, target, definition));
                else if (Find(own, contract.Arguments, target) is { } implemented)
                    Add(implemented);
            }
        }
        return Found();

        IReadOnlyList<MemberRef> Found()
        {
            if (found is null)
                return [];
            return found;
        }

        void Add(MemberRef member)
        {
            found ??= [];
            if (!found.Contains(member))
                found.Add(member);
        }
    }

    /// <summary>Constructed forms of all generic bases and interfaces that can be seen, sorted.</summary>
    public IReadOnlyList<string> ConstructedBases(TypeDefinitionHandle handle)
    {
        SortedSet<string>? found = null;
        var current = handle;
        string[] arguments = [];
        for (var depth = 0; depth < MaxDepth && !current.IsNil; depth++)
        {
            var type = _reader.GetTypeDefinition(current);
            foreach (var implementation in type.GetInterfaceImplementations())
                Add(_reader.GetInterfaceImplementation(implementation).Interface, arguments);
            if (type.BaseType.IsNil)
                break;
            Add(type.BaseType, arguments);
            var own = module.Definition(type.BaseType);
            arguments = Substitute(module.Names.Arguments(type.BaseType), arguments);
            current = own;
        }
        return found is null ? [] : [.. found];

        void Add(EntityHandle type, string[] context)
        {
            if (type.Kind == HandleKind.TypeSpecification)
                (found ??= new SortedSet<string>(StringComparer.Ordinal)).Add(Substitute(module.Names.Display(type), context));
        }
    }

    private void Enter(TypeDefinitionHandle owner)
    {
        _owner = owner;
        _explicit.Clear();
        _interfaces.Clear();
        var type = _reader.GetTypeDefinition(owner);
        foreach (var implementation in type.GetMethodImplementations())
        {
            var row = _reader.GetMethodImplementation(implementation);
            _explicit.Add((row.MethodBody, row.MethodDeclaration));
        }
        foreach (var implementation in type.GetInterfaceImplementations())
        {
            var contract = _reader.GetInterfaceImplementation(implementation).Interface;
            _interfaces.Add(new Base(contract, module.Names.Arguments(contract)));
        }
    }

    private MemberRef? Find(TypeDefinitionHandle type, string[] arguments, MethodTarget target)
    {
        foreach (var candidate in _reader.GetTypeDefinition(type).GetMethods())
        {
            if (module.NameOf(candidate) != target.Name || (_reader.GetMethodDefinition(candidate).Attributes & MethodAttributes.Virtual) == 0)
                continue;
            var other = module.Method(candidate);
            if (other.Parameters.Length != target.Parameters.Length)
                continue;
            var isSame = true;
            for (var i = 0; i < other.Parameters.Length; i++)
                isSame &= Substitute(other.Parameters[i], arguments) == target.Parameters[i];
            if (isSame)
                return other.Member;
        }
        return null;
    }

    /// <summary>The member another assembly's type would have: arguments of the type go back to its parameters.</summary>
    private MemberRef External(Base type, MethodTarget target, MethodDefinition definition)
    {
        var reference = module.Names.Reference(type.Handle);
        var parameters = new string[target.Parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = Generalize(target.Parameters[i], type.Arguments);
        return new MemberRef(reference.Assembly, module.Names.MethodId(reference.Name, target.Name, definition.GetGenericParameters().Count, parameters, target.ReturnType, isOwn: false));
    }

    private static string[] Substitute(string[] types, string[] arguments)
    {
        if (arguments.Length == 0 || types.Length == 0)
            return types;
        var result = new string[types.Length];
        for (var i = 0; i < types.Length; i++)
            result[i] = Substitute(types[i], arguments);
        return result;
    }

    private static string Substitute(string type, string[] arguments)
    {
        if (arguments.Length == 0 || type.IndexOf('`') < 0)
            return type;
        var text = new StringBuilder();
        for (var i = 0; i < type.Length; i++)
        {
            if (type[i] != '`')
            {
                text.Append(type[i]);
                continue;
            }
            var end = i + 1;
            if (end < type.Length && type[end] == '`')
            {
                text.Append("``");
                i = end;
                continue;
            }
            var number = 0;
            while (end < type.Length && type[end] is >= '0' and <= '9' && number < 10_000)
                number = number * 10 + (type[end++] - '0');
            if (number < arguments.Length)
                text.Append(arguments[number]);
            else
                text.Append(type, i, end - i);
            i = end - 1;
            if (text.Length > 16_384)
                throw new BadImageFormatException("a constructed type's name is too long");
        }
        return text.ToString();
    }

    private static string Generalize(string type, string[] arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            var argument = arguments[i];
            if (argument.Length == 0)
                continue;
            for (var at = type.IndexOf(argument, StringComparison.Ordinal); at >= 0;)
            {
                var end = at + argument.Length;
                var isWhole = (at == 0 || type[at - 1] is '{' or ',') && (end == type.Length || type[end] is '}' or ',' or '[' or '@' or '*');
                var number = "`" + i.ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (isWhole)
                    type = type.Substring(0, at) + number + type.Substring(end);
                var next = isWhole ? at + number.Length : end;
                at = next < type.Length ? type.IndexOf(argument, next, StringComparison.Ordinal) : -1;
            }
        }
        return type;
    }
}
