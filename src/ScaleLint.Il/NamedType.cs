using ScaleLint.Graph.Facts;

namespace ScaleLint.Il;

/// <summary>A type that members name, with how often the type that is being read names it.</summary>
internal sealed class NamedType(TypeRef type)
{
    public TypeRef Type { get; } = type;

    /// <summary>Whether naming it says anything: it is no primitive, and a person wrote it.</summary>
    public bool IsCounted { get; } = type.Name.Length > 0 && type.Assembly.Length > 0 && type.Name.IndexOf('<') < 0 && !IsPrimitive(type.Name);

    public int Count { get; private set; }

    /// <summary>The first place.</summary>
    public Position At { get; private set; }

    public void Begin(Position at)
    {
        Count = 1;
        At = at;
    }

    public void Add(Position at)
    {
        Count++;
        if (!At.IsKnown)
            At = at;
    }

    public void End() => Count = 0;

    private static bool IsPrimitive(string name) => name is "System.Object" or "System.Enum" or "System.MulticastDelegate" or "System.Delegate" or "System.ValueType" or "System.Void"
        or "System.Boolean" or "System.Char" or "System.SByte" or "System.Byte" or "System.Int16" or "System.UInt16" or "System.Int32" or "System.UInt32" or "System.Int64"
        or "System.UInt64" or "System.Decimal" or "System.Single" or "System.Double" or "System.String" or "System.IntPtr" or "System.UIntPtr" or "System.Array";
}
