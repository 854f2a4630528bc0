using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>
/// Who calls whom in one assembly and nothing else: no control flow, no operands, bodies of state machines and closures not credited
/// to the member a person wrote. Nodes are numbers: the assembly's own methods in table order, then the members it names of others.
/// </summary>
public sealed class IlCallGraph
{
    private readonly byte[] _assembly;
    private readonly List<int> _callees;
    private readonly int[] _starts;

    private IlCallGraph(byte[] assembly, string name, List<int> callees, int[] starts, int nodes, int unread)
    {
        _assembly = assembly;
        _callees = callees;
        _starts = starts;
        Name = name;
        NodeCount = nodes;
        UnreadCount = unread;
    }

    /// <summary>Simple name of the assembly.</summary>
    public string Name { get; }

    /// <summary>Methods that the assembly defines: nodes 0 to this.</summary>
    public int MethodCount => _starts.Length - 1;

    /// <summary>All nodes; those after the methods are references.</summary>
    public int NodeCount { get; }

    /// <summary>Different pairs of caller and callee.</summary>
    public int EdgeCount => _callees.Count;

    /// <summary>Methods whose body is damaged.</summary>
    public int UnreadCount { get; }

    /// <summary>The nodes a method calls, creates or takes the address of, each once, in order of first occurrence.</summary>
    public IEnumerable<int> Callees(int method)
    {
        for (var i = _starts[method]; i < _starts[method + 1]; i++)
            yield return _callees[i];
    }

    /// <summary>The members behind the nodes, by node number.</summary>
    public IReadOnlyList<MemberRef> Members()
    {
        using var pe = new PEReader(ImmutableArray.Create(_assembly));
        var module = new IlModule(pe.GetMetadataReader());
        var members = new MemberRef[NodeCount];
        for (var i = 0; i < members.Length; i++)
        {
            EntityHandle handle = i < MethodCount ? MetadataTokens.MethodDefinitionHandle(i + 1) : MetadataTokens.MemberReferenceHandle(i - MethodCount + 1);
            var isField = handle.Kind == HandleKind.MemberReference && module.Reader.GetMemberReference((MemberReferenceHandle)handle).GetKind() == MemberReferenceKind.Field;
            members[i] = isField ? module.Field(handle).Member : module.Method(handle).Member;
        }
        return members;
    }

    /// <summary>Reads an assembly.</summary>
    /// <exception cref="BadImageFormatException">The assembly is damaged or not one; bodies that are damaged are counted instead.</exception>
    public static IlCallGraph Read(byte[] assembly)
    {
        try
        {
            return ReadTables(assembly);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or OverflowException or IndexOutOfRangeException or IOException)
        {
            throw new BadImageFormatException(error.Message, error);
        }
    }

    private static unsafe IlCallGraph ReadTables(byte[] assembly)
    {
        if (assembly.Length == 0)
            throw new BadImageFormatException("not a .NET assembly");
        fixed (byte* image = assembly)
        {
            using var pe = new PEReader(image, assembly.Length);
            return ReadTables(pe, assembly);
        }
    }

    private static unsafe IlCallGraph ReadTables(PEReader pe, byte[] assembly)
    {
        if (!pe.HasMetadata)
            throw new BadImageFormatException("not a .NET assembly");
        var reader = pe.GetMetadataReader();
        var methods = reader.MethodDefinitions.Count;
        var references = reader.GetTableRowCount(TableIndex.MemberRef);
        var specifications = new int[reader.GetTableRowCount(TableIndex.MethodSpec) + 1];
        var seenBy = new int[methods + references];
        var callees = new List<int>(methods * 4);
        var starts = new int[methods + 1];
        var unread = 0;
        for (var row = 1; row <= methods; row++)
        {
            starts[row - 1] = callees.Count;
            var address = reader.GetMethodDefinition(MetadataTokens.MethodDefinitionHandle(row)).RelativeVirtualAddress;
            if (address == 0)
                continue;
            try
            {
                var body = IlCode.At(pe, address);
                var il = body.Start;
                for (var at = 0; at < body.Length;)
                {
                    at = Op.Read(il, body.Length, at, out var code, out var operand);
                    if (code is not (0x28 or 0x6f or 0x73 or 0x106 or 0x107 or 0x27))
                        continue;
                    var node = Node(Op.Int(il, operand));
                    if ((uint)node >= (uint)seenBy.Length || seenBy[node] == row)
                        continue;
                    seenBy[node] = row;
                    callees.Add(node);
                }
            }
            catch (BadImageFormatException)
            {
                unread++;
            }
        }
        starts[methods] = callees.Count;
        return new IlCallGraph(assembly, reader.IsAssembly ? reader.GetString(reader.GetAssemblyDefinition().Name) : "", callees, starts, methods + references, unread);

        int Node(int token)
        {
            var row = token & 0xffffff;
            switch (token >>> 24)
            {
                case 0x06:
                    return row - 1;
                case 0x0a:
                    return methods + row - 1;
                case 0x2b when row < specifications.Length && row > 0:
                    if (specifications[row] == 0)
                        specifications[row] = Node(MetadataTokens.GetToken(reader.GetMethodSpecification(MetadataTokens.MethodSpecificationHandle(row)).Method)) + 1;
                    return specifications[row] - 1;
                default:
                    return -1;
            }
        }
    }
}
