using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>Attributes with their constant arguments.</summary>
internal static class AttributeReader
{
    public static IReadOnlyList<AttributeFacts> Read(SourceContext context, ISymbol symbol, TypeReferences? references = null)
    {
        var attributes = symbol.GetAttributes();
        if (attributes.IsEmpty)
            return [];
        var result = new List<AttributeFacts>(attributes.Length);
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass is not { TypeKind: not Microsoft.CodeAnalysis.TypeKind.Error } type)
                continue;
            var arguments = new List<Operand>(attribute.ConstructorArguments.Length);
            foreach (var argument in attribute.ConstructorArguments)
                arguments.Add(Value(context, argument));
            var named = new List<NamedOperand>(attribute.NamedArguments.Length);
            foreach (var argument in attribute.NamedArguments)
                named.Add(new NamedOperand(argument.Key, Value(context, argument.Value)));
            result.Add(new AttributeFacts(context.Names.Definition(type), arguments, named));
            if (references is not null && attribute.ApplicationSyntaxReference is { } syntax)
                references.Add(type, syntax.SyntaxTree, syntax.Span);
        }
        return result;
    }

    private static Operand Value(SourceContext context, TypedConstant constant)
    {
        switch (constant.Kind)
        {
            case TypedConstantKind.Type:
                return constant.Value is ITypeSymbol type ? new TypeOperand(context.Names.Type(type)) : new ConstOperand(null);
            case TypedConstantKind.Array when !constant.IsNull:
                var elements = new List<Operand>(constant.Values.Length);
                foreach (var element in constant.Values)
                    elements.Add(Value(context, element));
                return new ArrayOperand(elements);
            case TypedConstantKind.Error:
                return UnknownOperand.Instance;
            default:
                return constant.IsNull ? new ConstOperand(null) : new ConstOperand(BodyReader.Constant(constant.Value));
        }
    }
}
