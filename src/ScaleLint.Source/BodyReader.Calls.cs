using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    private static readonly MemberRef NoMember = new("", "");

    private Operand VisitInvocation(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (SeenThrough(call) is { } inner)
            return Visit(inner);
        if (IsLeftOut(method, call.Syntax.SyntaxTree))
            return UnknownOperand.Instance;
        var receiver = call.Instance is null ? null : Visit(call.Instance);
        var receiverType = ReceiverType(call.Instance);
        var implementation = SymbolNames.Static(method);
        var isBlockExtension = !SymbolEqualityComparer.Default.Equals(implementation, method) && method.ReducedFrom is null;
        var arguments = Arguments(call.Arguments, method.Parameters.Length, isBlockExtension && receiver is not null ? 1 : 0);
        if (isBlockExtension && receiver is not null)
        {
            arguments[0] = receiver;
            receiver = null;
        }
        if (implementation.IsExtensionMethod && call.Arguments.Length > 0 && receiverType.Length == 0)
            receiverType = ReceiverType(call.Arguments[0].Value);
        foreach (var type in method.TypeArguments)
            _references.Add(type, call.Syntax);
        if (method.MethodKind is not (MethodKind.DelegateInvoke or MethodKind.LocalFunction))
            _references.Add(method.ContainingType, call.Syntax);
        _references.AddValue(method.ReturnType);
        var result = method.MethodKind == MethodKind.LocalFunction
            ? AddLocalCall(call, method, arguments)
            : AddCall(Kind(call), method, receiver, receiverType, arguments, method.ReturnType, ModeOf(call, method.ReturnType),
                _context.Tokens.Of(method, call.Arguments), CallPosition(call.Syntax));
        DefineOutputs(call.Arguments, result);
        return result;
    }

    /// <summary>
    /// Whether the compiler drops the call with its arguments: a partial method nobody implements, or a conditional one whose symbol is not
    /// defined. DEBUG never counts as defined, so that both configurations give the same facts.
    /// </summary>
    private static bool IsLeftOut(IMethodSymbol method, SyntaxTree tree)
    {
        if (method is { IsPartialDefinition: true, PartialImplementationPart: null, ReturnsVoid: true, IsExtern: false })
            return true;
        if (!method.IsConditional)
            return false;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute is { AttributeClass.Name: "ConditionalAttribute", ConstructorArguments: { Length: 1 } arguments }
                && arguments[0].Value is string symbol && symbol != "DEBUG"
                && tree.Options.PreprocessorSymbolNames.Contains(symbol))
                return false;
        }
        return true;
    }

    private Operand AddLocalCall(IInvocationOperation call, IMethodSymbol method, IReadOnlyList<Operand> arguments)
    {
        var node = new CallNode(_calls++, CallKind.Local, NoMember, LocalFunction(method), null, "", arguments, TypeArguments(method),
            _context.Names.Type(method.ReturnType), ModeOf(call, method.ReturnType), _context.Tokens.Of(method, call.Arguments), CallPosition(call.Syntax));
        _steps.Add(node);
        return new ResultOperand(node.Id);
    }

    private ResultOperand AddCall(CallKind kind, IMethodSymbol method, Operand? receiver, string receiverType, IReadOnlyList<Operand> arguments,
        ITypeSymbol returnType, AwaitMode mode, TokenUse token, Position at)
    {
        var id = _calls++;
        _steps.Add(new CallNode(id, kind, _context.Names.Member(method), -1, receiver, receiverType, arguments, TypeArguments(method),
            _context.Names.Type(returnType), mode, token, at));
        return new ResultOperand(id);
    }

    private IReadOnlyList<string> TypeArguments(IMethodSymbol method)
    {
        var types = method.MethodKind == MethodKind.Constructor ? method.ContainingType.TypeArguments : method.TypeArguments;
        if (types.IsEmpty)
            return [];
        var names = new string[types.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = _context.Names.Type(types[i]);
        return names;
    }

    private static CallKind Kind(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke)
            return CallKind.Delegate;
        return IsDispatched(method, call.Instance) ? CallKind.Virtual : CallKind.Direct;
    }

    private static bool IsDispatched(IMethodSymbol method, IOperation? instance)
    {
        if (instance is null || method.IsStatic || instance.Syntax is BaseExpressionSyntax)
            return false;
        if (method.ContainingType is { TypeKind: Microsoft.CodeAnalysis.TypeKind.Interface })
            return true;
        return (method.IsVirtual || method.IsAbstract || (method.IsOverride && !method.IsSealed))
            && method.ContainingType is { IsSealed: false };
    }

    private string ReceiverType(IOperation? receiver)
    {
        if (receiver is null)
            return "";
        // A conversion the compiler put there hides the type the receiver was written with.
        while (receiver is IConversionOperation { IsImplicit: true, OperatorMethod: null } conversion && conversion.Operand.Type is not null)
            receiver = conversion.Operand;
        _references.AddValue(receiver.Type);
        return _context.Names.Type(receiver.Type);
    }

    /// <summary>The arguments in parameter order, each visited in the order it is evaluated in.</summary>
    private Operand[] Arguments(ImmutableArray<IArgumentOperation> arguments, int count, int shift = 0)
    {
        if (count + shift == 0)
            return [];
        var values = new Operand[count + shift];
        foreach (var argument in arguments)
        {
            var value = argument.ArgumentKind == ArgumentKind.DefaultValue ? DefaultOperand.Instance : Visit(argument.Value);
            if (argument.Parameter is { } parameter && parameter.Ordinal + shift < values.Length)
                values[parameter.Ordinal + shift] = value;
        }
        for (var i = 0; i < values.Length; i++)
            values[i] ??= DefaultOperand.Instance;
        return values;
    }

    private void DefineOutputs(ImmutableArray<IArgumentOperation> arguments, Operand result)
    {
        foreach (var argument in arguments)
        {
            if (argument.Parameter is not { RefKind: RefKind.Out or RefKind.Ref } parameter)
                continue;
            var target = argument.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : argument.Value;
            switch (target)
            {
                case ILocalReferenceOperation local:
                    if (argument.Value is IDeclarationExpressionOperation)
                        _references.Add(local.Type, local.Syntax);
                    Define(local.Local, new ComputedOperand("out", [result]));
                    break;
                case IFieldReferenceOperation when parameter.RefKind == RefKind.Out:
                    var place = Prepare(target);
                    Store(place, new ComputedOperand("out", [result]), WriteKind.Assign, target.Syntax);
                    break;
            }
        }
    }

    private Operand VisitCreation(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor)
        {
            VisitChildren(creation);
            return UnknownOperand.Instance;
        }
        var arguments = Arguments(creation.Arguments, constructor.Parameters.Length);
        _references.Add(creation.Type, creation.Syntax);
        Operand result;
        // `new T()` of a struct without a constructor of its own runs nothing.
        if (constructor is { IsImplicitlyDeclared: true, ContainingType.IsValueType: true })
            result = DefaultOperand.Instance;
        else
        {
            var at = creation.Syntax is BaseObjectCreationExpressionSyntax written ? At(written.NewKeyword) : At(creation.Syntax);
            result = AddCall(CallKind.New, constructor, null, "", arguments, constructor.ContainingType, ModeOf(creation, creation.Type),
                _context.Tokens.Of(constructor, creation.Arguments), at);
            DefineOutputs(creation.Arguments, result);
        }
        if (creation.Initializer is { } initializer)
            Initialize(initializer, result);
        return result;
    }

    /// <summary>An object or collection initialiser: its writes and Add calls have <paramref name="target"/> as their receiver.</summary>
    private void Initialize(IObjectOrCollectionInitializerOperation? initializer, Operand target)
    {
        if (initializer is null)
            return;
        _initialized.Push(target);
        foreach (var step in initializer.Initializers)
        {
            if (step is IMemberInitializerOperation member)
            {
                var inner = Visit(member.InitializedMember);
                Initialize(member.Initializer, inner);
            }
            else
            {
                Visit(step);
            }
        }
        _initialized.Pop();
    }

    private Operand VisitUnboundCall(IOperation operation)
    {
        Operand? receiver = null;
        IEnumerable<IOperation> arguments = [];
        switch (operation)
        {
            case IDynamicInvocationOperation { Operation: IDynamicMemberReferenceOperation member } call:
                receiver = member.Instance is null ? null : Visit(member.Instance);
                arguments = call.Arguments;
                break;
            case IDynamicInvocationOperation call:
                receiver = Visit(call.Operation);
                arguments = call.Arguments;
                break;
            case IDynamicMemberReferenceOperation member:
                receiver = member.Instance is null ? null : Visit(member.Instance);
                break;
            case IDynamicIndexerAccessOperation access:
                receiver = Visit(access.Operation);
                arguments = access.Arguments;
                break;
            case IFunctionPointerInvocationOperation call:
                receiver = Visit(call.Target);
                arguments = call.Arguments;
                break;
            case IDynamicObjectCreationOperation creation:
                arguments = creation.Arguments;
                _references.Add(creation.Type, creation.Syntax);
                break;
        }
        var values = new List<Operand>();
        foreach (var argument in arguments)
            values.Add(Visit(argument));
        var result = AddUnbound(receiver, values, operation);
        switch (operation)
        {
            case IDynamicObjectCreationOperation creation:
                Initialize(creation.Initializer, result);
                break;
        }
        return result;
    }

    /// <summary><c>new T()</c> of a type parameter: what the compiler makes of it.</summary>
    private Operand VisitTypeParameterCreation(ITypeParameterObjectCreationOperation creation)
    {
        if (creation.Type is not { } type || _context.CreateInstance is not { } create)
            return VisitUnboundCall(creation);
        var result = AddCall(CallKind.Direct, create.Construct(type), null, "", [], type, AwaitMode.None, TokenUse.NotAccepted, CallPosition(creation.Syntax));
        Initialize(creation.Initializer, result);
        return result;
    }

    private ResultOperand AddUnbound(Operand? receiver, IReadOnlyList<Operand> arguments, IOperation operation)
    {
        var id = _calls++;
        _steps.Add(new CallNode(id, CallKind.Dynamic, NoMember, -1, receiver, "", arguments, [], _context.Names.Type(operation.Type),
            ModeOf(operation, operation.Type), TokenUse.NotAccepted, CallPosition(operation.Syntax)));
        return new ResultOperand(id);
    }

    private Operand VisitInvalid(IInvalidOperation invalid)
    {
        HasErrors = true;
        Operand? receiver = null;
        var values = new List<Operand>();
        var firstArgument = invalid.Syntax is InvocationExpressionSyntax call ? call.ArgumentList.SpanStart : 0;
        foreach (var child in invalid.ChildOperations)
        {
            var value = Visit(child);
            if (child.Syntax.SpanStart >= firstArgument)
                values.Add(value);
            else if (value is not UnknownOperand)
                receiver = value;
        }
        return invalid.Syntax is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax
            ? AddUnbound(receiver, values, invalid)
            : UnknownOperand.Instance;
    }

    private Operand VisitMethodGroup(IMethodReferenceOperation reference)
    {
        var method = reference.Method;
        if (method.MethodKind == MethodKind.LocalFunction)
            return new LambdaOperand(LocalFunction(method));
        var target = reference.Instance is null ? null : Visit(reference.Instance);
        _references.Add(method.ContainingType, reference.Syntax);
        return new MethodGroupOperand(_context.Names.Member(method), target);
    }

    private LambdaOperand VisitLambda(IAnonymousFunctionOperation lambda)
    {
        var index = _lambdas.Count;
        _lambdas.Add(null);
        ReadLambda(index, lambda.Symbol, lambda.Body, "", At(lambda.Syntax));
        return new LambdaOperand(index);
    }

    private void VisitLocalFunction(ILocalFunctionOperation function)
    {
        var at = function.Syntax is LocalFunctionStatementSyntax written ? At(written.Identifier) : At(function.Syntax);
        ReadLambda(LocalFunction(function.Symbol), function.Symbol, function.Body ?? function.IgnoredBody, function.Symbol.Name, at);
    }

    private void ReadLambda(int index, IMethodSymbol symbol, IOperation? body, string name, Position at)
    {
        var parameters = symbol.Parameters.IsEmpty ? [] : new ParameterFacts[symbol.Parameters.Length];
        for (var i = 0; i < parameters.Length; i++)
        {
            var parameter = symbol.Parameters[i];
            _lambdaParameters[parameter] = new ParameterOperand(index, i);
            parameters[i] = new ParameterFacts(parameter.Name, _context.Names.Parameter(parameter), AttributeReader.Read(_context, parameter));
            _references.AddValue(parameter.Type);
        }
        _lambdaDepth++;
        var node = Capture(body);
        _lambdaDepth--;
        _lambdas[index] = new LambdaFacts(name, symbol.IsAsync, _context.Names.Type(symbol.ReturnType), parameters, AttributeReader.Read(_context, symbol), node, at);
    }

    /// <summary>Where a call stands: the called member's name, or the keyword that makes the object.</summary>
    private Position CallPosition(SyntaxNode syntax)
    {
        switch (syntax)
        {
            case InvocationExpressionSyntax call:
                return CallPosition(call.Expression);
            case MemberAccessExpressionSyntax access:
                return At(access.Name);
            case MemberBindingExpressionSyntax binding:
                return At(binding.Name);
            case BaseObjectCreationExpressionSyntax creation:
                return At(creation.NewKeyword);
            case ConstructorInitializerSyntax initializer:
                return At(initializer.ThisOrBaseKeyword);
            case QueryClauseSyntax or SelectOrGroupClauseSyntax:
                return At(syntax.GetFirstToken());
            case ElementAccessExpressionSyntax element:
                return At(element.ArgumentList);
            default:
                return At(syntax);
        }
    }
}
