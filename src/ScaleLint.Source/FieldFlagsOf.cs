using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Flags of what is stored in fields, properties and field-like events.</summary>
internal static class FieldFlagsOf
{
    public static FieldFlags Field(IFieldSymbol field)
    {
        var flags = Shared(field);
        if (field.IsReadOnly)
            flags |= FieldFlags.ReadOnly;
        if (field.IsConst)
            flags |= FieldFlags.Const;
        if (field.IsVolatile)
            flags |= FieldFlags.Volatile;
        if (field.IsStatic && !field.IsConst && IsThreadStatic(field))
            flags |= FieldFlags.ThreadStatic;
        return flags;
    }

    public static FieldFlags Property(IPropertySymbol property)
    {
        var flags = Shared(property) | FieldFlags.Property;
        if (property.SetMethod is null or { IsInitOnly: true })
            flags |= FieldFlags.ReadOnly;
        return flags;
    }

    public static FieldFlags Event(IEventSymbol @event) => Shared(@event);

    private static FieldFlags Shared(ISymbol member)
    {
        var flags = FieldFlags.None;
        if (member.IsStatic)
            flags |= FieldFlags.Static;
        if (member.DeclaredAccessibility == Accessibility.Public)
            flags |= FieldFlags.Public;
        return flags;
    }

    private static bool IsThreadStatic(IFieldSymbol field)
    {
        foreach (var attribute in field.GetAttributes())
        {
            if (attribute.AttributeClass is { Name: "ThreadStaticAttribute" })
                return true;
        }
        return false;
    }
}
