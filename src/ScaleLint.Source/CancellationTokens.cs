using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

/// <summary>How calls treat cancellation. Thread-safe.</summary>
internal sealed class CancellationTokens
{
    private readonly Compilation _compilation;
    private readonly SymbolNames _names;
    private readonly INamedTypeSymbol? _token;
    private readonly ConcurrentDictionary<IMethodSymbol, bool> _overloads = new(SymbolEqualityComparer.Default);

    public CancellationTokens(Compilation compilation, SymbolNames names)
    {
        _compilation = compilation;
        _names = names;
        _token = compilation.GetTypeByMetadataName("System.Threading.CancellationToken");
    }

    public TokenUse Of(IMethodSymbol method, IReadOnlyList<IArgumentOperation> arguments)
    {
        if (_token is null)
            return TokenUse.NotAccepted;
        var use = TokenUse.NotAccepted;
        for (var i = 0; i < arguments.Count; i++)
        {
            if (arguments[i].Parameter is not { } parameter || !IsToken(parameter.Type))
                continue;
            use = Of(arguments[i]);
            if (use == TokenUse.Passed)
                return use;
        }
        if (use != TokenUse.NotAccepted || method.MethodKind is MethodKind.DelegateInvoke or MethodKind.LocalFunction)
            return use;
        var definition = SymbolNames.Static(method).OriginalDefinition;
        if (!_overloads.TryGetValue(definition, out var available))
            available = _overloads.GetOrAdd(definition, HasOverload(definition));
        return available ? TokenUse.OverloadAvailable : TokenUse.NotAccepted;
    }

    private bool IsToken(ITypeSymbol type) => SymbolEqualityComparer.Default.Equals(type, _token);

    private static TokenUse Of(IArgumentOperation argument)
    {
        if (argument.ArgumentKind == ArgumentKind.DefaultValue)
            return TokenUse.Omitted;
        var value = argument.Value;
        while (value is IConversionOperation { OperatorMethod: null } conversion)
            value = conversion.Operand;
        return value switch
        {
            IDefaultValueOperation => TokenUse.Omitted,
            IObjectCreationOperation { Arguments.Length: 0 } => TokenUse.Omitted,
            IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true, ContainingType.Name: "CancellationToken" } } => TokenUse.None,
            _ => TokenUse.Passed,
        };
    }

    private bool HasOverload(IMethodSymbol method)
    {
        if (method.MethodKind is not (MethodKind.Ordinary or MethodKind.Constructor) || method.ContainingType is not { } type)
            return false;
        for (INamedTypeSymbol? owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var member in owner.OriginalDefinition.GetMembers(method.Name))
            {
                if (member is IMethodSymbol candidate && DiffersByToken(method, candidate))
                    return true;
            }
            if (method.MethodKind == MethodKind.Constructor)
                break;
        }
        return false;
    }

    private bool DiffersByToken(IMethodSymbol method, IMethodSymbol candidate)
    {
        var count = method.Parameters.Length;
        if (candidate.Parameters.Length != count + 1 || candidate.Arity != method.Arity || candidate.IsStatic != method.IsStatic
            || !IsToken(candidate.Parameters[count].Type) || !_compilation.IsSymbolAccessibleWithin(candidate, _compilation.Assembly))
            return false;
        for (var i = 0; i < count; i++)
        {
            if (_names.Parameter(method.Parameters[i]) != _names.Parameter(candidate.Parameters[i]))
                return false;
        }
        return true;
    }
}
