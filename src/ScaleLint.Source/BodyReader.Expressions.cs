using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;
using BranchKind = ScaleLint.Graph.Facts.BranchKind;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    // Kinds that the oldest supported compiler has no names for.
    private const int CollectionExpressionKind = 127;
    private const int SpreadElement = 128;

    /// <summary>Most operators of one chain that are kept as nested operands; longer chains are values of which nothing is known.</summary>
    private const int MaxChain = 64;

    private Operand VisitExpression(IOperation operation)
    {
        switch (operation)
        {
            case IInvocationOperation call:
                return VisitInvocation(call);
            case ILiteralOperation literal:
                return new ConstOperand(Constant(literal.ConstantValue.Value));
            case ILocalReferenceOperation { ConstantValue: { HasValue: true, Value: var constant } }:
                return new ConstOperand(Constant(constant));
            case ILocalReferenceOperation local:
                return new LocalOperand(Local(local.Local));
            case IParameterReferenceOperation parameter:
                return Parameter(parameter.Parameter);
            case IInstanceReferenceOperation instance:
                return Instance(instance);
            case IFieldReferenceOperation { ConstantValue: { HasValue: true, Value: var constant } } field:
                _references.Add(field.Field.ContainingType, field.Syntax);
                return new ConstOperand(Constant(constant));
            case IFieldReferenceOperation or IPropertyReferenceOperation or IEventReferenceOperation or IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation:
                return Load(Prepare(operation), operation);
            case IConversionOperation conversion:
                return VisitConversion(conversion);
            case IDefaultValueOperation @default:
                _references.Add(@default.Type, @default.Syntax);
                return DefaultOperand.Instance;
            case IBinaryOperation binary:
                return VisitBinary(binary);
            case IUnaryOperation unary:
                return VisitUnary(unary);
            case IObjectCreationOperation creation:
                return VisitCreation(creation);
            case IAwaitOperation await:
                return VisitAwait(await);
            case ISimpleAssignmentOperation or ICompoundAssignmentOperation or ICoalesceAssignmentOperation
                or IIncrementOrDecrementOperation or IDeconstructionAssignmentOperation or IEventAssignmentOperation:
                return VisitAssignment(operation);
            case IConditionalOperation { Type: null } choice:
                VisitIf(choice);
                return UnknownOperand.Instance;
            case IConditionalOperation choice:
                return VisitConditional(choice);
            case ICoalesceOperation coalesce:
                return VisitCoalesce(coalesce);
            case IConditionalAccessOperation access:
                return VisitConditionalAccess(access);
            case IConditionalAccessInstanceOperation:
                return _conditional.Count > 0 ? _conditional.Peek() : UnknownOperand.Instance;
            case IAnonymousFunctionOperation lambda:
                return VisitLambda(lambda);
            case IDelegateCreationOperation creation:
                _references.Add(creation.Type, creation.Syntax);
                return Visit(creation.Target);
            case IMethodReferenceOperation method:
                return VisitMethodGroup(method);
            case IInterpolatedStringOperation text:
                return VisitInterpolation(text);
            case IInterpolatedStringHandlerCreationOperation handler:
                return Visit(handler.Content);
            case IInterpolatedStringAdditionOperation addition:
                return new ComputedOperand("+", [Visit(addition.Left), Visit(addition.Right)]);
            case IArrayCreationOperation array:
                return VisitArray(array);
            case IArrayInitializerOperation initializer:
                return new ArrayOperand(Values(initializer.ElementValues));
            case ITypeOfOperation type:
                _references.Add(type.TypeOperand, type.Syntax);
                return new TypeOperand(_context.Names.Type(type.TypeOperand));
            case INameOfOperation or ISizeOfOperation:
                return operation.ConstantValue is { HasValue: true, Value: var named } ? new ConstOperand(Constant(named)) : UnknownOperand.Instance;
            case IIsTypeOperation test:
                _references.Add(test.TypeOperand, test.Syntax);
                return new ComputedOperand("is", [Visit(test.ValueOperand), new TypeOperand(_context.Names.Type(test.TypeOperand))]);
            case IIsPatternOperation test:
                return VisitIsPattern(test);
            case ISwitchExpressionOperation choice:
                return VisitSwitchExpression(choice);
            case ITupleOperation tuple:
                return new ComputedOperand("tuple", Values(tuple.Elements));
            case IThrowOperation thrown:
                VisitThrow(thrown);
                return UnknownOperand.Instance;
            case IWithOperation with:
                var cloned = new ComputedOperand("with", [Visit(with.Operand)]);
                Initialize(with.Initializer, cloned);
                return cloned;
            case IAnonymousObjectCreationOperation creation:
                return VisitAnonymous(creation);
            case ITranslatedQueryOperation query:
                return Visit(query.Operation);
            case IDeclarationExpressionOperation declaration:
                return Visit(declaration.Expression);
            case IObjectOrCollectionInitializerOperation initializer:
                Initialize(initializer, UnknownOperand.Instance);
                return UnknownOperand.Instance;
            case IDynamicInvocationOperation or IDynamicMemberReferenceOperation or IDynamicIndexerAccessOperation
                or IDynamicObjectCreationOperation or IFunctionPointerInvocationOperation:
                return VisitUnboundCall(operation);
            case ITypeParameterObjectCreationOperation creation:
                return VisitTypeParameterCreation(creation);
            case IInvalidOperation invalid:
                return VisitInvalid(invalid);
            case IArgumentOperation argument:
                return Visit(argument.Value);
            case IAddressOfOperation address:
                return Visit(address.Reference);
            case ITupleBinaryOperation comparison:
                return new ComputedOperand(Token(comparison.OperatorKind), [Visit(comparison.LeftOperand), Visit(comparison.RightOperand)]);
            default:
                return VisitYoung(operation);
        }
    }

    private Operand VisitYoung(IOperation operation)
    {
        // The oldest compiler that hosts this has no operation for it, only the parts.
        if ((int)operation.Kind != CollectionExpressionKind && operation.Syntax is not CollectionExpressionSyntax) return VisitChildren(operation);
        var elements = new List<Operand>();
        var known = operation.Syntax is not CollectionExpressionSyntax collection || collection.Elements.All(x => x is ExpressionElementSyntax);
        foreach (var element in operation.ChildOperations)
            elements.Add(Visit((int)element.Kind == SpreadElement || element.Syntax is SpreadElementSyntax ? element.ChildOperations.FirstOrDefault() ?? element : element));
        if (elements.Count == 0 && operation.Type is INamedTypeSymbol { TypeKind: Microsoft.CodeAnalysis.TypeKind.Class, IsAbstract: false, OriginalDefinition.SpecialType: SpecialType.None } made
            && made.OriginalDefinition.Name != "List" && made.InstanceConstructors.FirstOrDefault(x => x.Parameters.IsEmpty) is { } constructor)
            return AddCall(CallKind.New, constructor, null, "", [], made, AwaitMode.None, TokenUse.NotAccepted, At(operation.Syntax));
        return known ? new ArrayOperand(elements) : new ComputedOperand("new[]", [UnknownOperand.Instance, .. elements]);
    }

    private Operand[] Values(IReadOnlyList<IOperation> operations)
    {
        if (operations.Count == 0)
            return [];
        var values = new Operand[operations.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Visit(operations[i]);
        return values;
    }

    /// <summary>A compile-time constant as facts write it: all integers, chars and enum values as 64 bit, all fractions as double.</summary>
    public static object? Constant(object? value) => value switch
    {
        null or string or bool or long or double => value,
        char c => (long)c,
        ulong u => unchecked((long)u),
        float f => (double)f,
        decimal d => (double)d,
        IConvertible number => number.ToInt64(CultureInfo.InvariantCulture),
        _ => null,
    };

    private static ConstOperand? AsConstant(IOperation operation) =>
        operation.ConstantValue is { HasValue: true, Value: var value } ? new ConstOperand(Constant(value)) : null;

    private Operand Parameter(IParameterSymbol parameter)
    {
        if (_lambdaParameters.TryGetValue(parameter, out var operand))
            return operand;
        if (SymbolNames.IsExtensionBlock(parameter.ContainingSymbol as INamedTypeSymbol))
            return new ParameterOperand(-1, 0);
        if (parameter.ContainingSymbol is not IMethodSymbol method)
            return UnknownOperand.Instance;
        if (PrimaryConstructor.IsCaptured(parameter, _owner))
            return PrimaryConstructor.Field(_context, parameter);
        var shift = SymbolNames.IsExtensionBlock(method.ContainingType) && !method.IsStatic ? 1 : 0;
        return new ParameterOperand(-1, parameter.Ordinal + shift);
    }

    private Operand Instance(IInstanceReferenceOperation instance) => instance.ReferenceKind switch
    {
        InstanceReferenceKind.ImplicitReceiver when _initialized.Count > 0 => _initialized.Peek(),
        InstanceReferenceKind.PatternInput when _matched.Count > 0 => _matched.Peek(),
        InstanceReferenceKind.ContainingTypeInstance => ThisOperand.Instance,
        _ => UnknownOperand.Instance,
    };

    private Operand VisitConversion(IConversionOperation conversion)
    {
        if (AsConstant(conversion) is { } constant)
            return conversion.Operand is IDefaultValueOperation ? DefaultOperand.Instance : constant;
        HasErrors |= !conversion.Conversion.Exists || conversion.Type is { TypeKind: Microsoft.CodeAnalysis.TypeKind.Error };
        if (!conversion.IsImplicit)
            _references.Add(conversion.Type, conversion.Syntax);
        var value = Visit(conversion.Operand);
        if (conversion.OperatorMethod is not { } method || conversion.Conversion is { IsUserDefined: false })
            return value;
        return AddOperator(method, [value], conversion.Syntax);
    }

    private Operand AddOperator(IMethodSymbol method, IReadOnlyList<Operand> arguments, SyntaxNode syntax)
    {
        _references.Add(method.ContainingType, syntax);
        return AddCall(CallKind.Direct, method, null, "", arguments, method.ReturnType, AwaitMode.None, TokenUse.NotAccepted, At(syntax));
    }

    private Operand VisitUnary(IUnaryOperation unary)
    {
        if (AsConstant(unary) is { } constant)
            return constant;
        var value = Visit(unary.Operand);
        if (unary.OperatorMethod is { } method)
            return AddOperator(method, [value], unary.Syntax);
        return new ComputedOperand(Token(unary.OperatorKind), [value]);
    }

    private Operand VisitBinary(IBinaryOperation binary)
    {
        // Left-deep chains are as long as people write them: walked by a loop.
        var chain = new Stack<IBinaryOperation>();
        IOperation left = binary;
        while (left is IBinaryOperation inner && !inner.ConstantValue.HasValue)
        {
            chain.Push(inner);
            left = inner.LeftOperand;
        }
        if (chain.Count == 0)
            return AsConstant(binary) ?? (Operand)UnknownOperand.Instance;
        var isLong = chain.Count > MaxChain;
        var value = Visit(left);
        List<Operand>? sum = null;
        while (chain.Count > 0)
        {
            var current = chain.Pop();
            if (sum is not null && !IsSum(current))
            {
                value = new ComputedOperand("+", sum);
                sum = null;
            }
            if (IsSum(current))
            {
                sum ??= [value];
                sum.Add(Visit(current.RightOperand));
            }
            else
            {
                value = Combine(current, value);
                if (isLong && value is ComputedOperand)
                    value = UnknownOperand.Instance;
            }
        }
        return sum is null ? value : new ComputedOperand("+", sum);
    }

    private static bool IsSum(IBinaryOperation binary) => binary is { OperatorKind: BinaryOperatorKind.Add, OperatorMethod: null };

    private Operand Combine(IBinaryOperation binary, Operand left)
    {
        if (binary.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr)
        {
            var arm = Capture(binary.RightOperand, out var right);
            if (!IsEmpty(arm))
                _steps.Add(new BranchNode(BranchKind.ShortCircuit, left, [arm, Empty], At(binary.Syntax)));
            return new ComputedOperand(Token(binary.OperatorKind), [left, right]);
        }
        var value = Visit(binary.RightOperand);
        if (binary.OperatorMethod is { } method && method.ContainingType?.SpecialType is SpecialType.None or SpecialType.System_DateTime)
            return AddOperator(method, [left, value], binary.Syntax);
        return new ComputedOperand(Token(binary.OperatorKind), [left, value]);
    }

    private Operand VisitConditional(IConditionalOperation choice)
    {
        if (AsConstant(choice) is { } constant)
            return constant;
        var condition = Visit(choice.Condition);
        var whenTrue = Capture(choice.WhenTrue, out var first);
        var whenFalse = Capture(choice.WhenFalse, out var second);
        if (!IsEmpty(whenTrue) || !IsEmpty(whenFalse))
            _steps.Add(new BranchNode(BranchKind.Conditional, condition, [whenTrue, whenFalse], At(choice.Syntax)));
        return new ComputedOperand("?:", [first, second]);
    }

    private Operand VisitCoalesce(ICoalesceOperation coalesce)
    {
        var value = Visit(coalesce.Value);
        var arm = Capture(coalesce.WhenNull, out var other);
        if (!IsEmpty(arm))
            _steps.Add(new BranchNode(BranchKind.Coalesce, value, [arm, Empty], At(coalesce.Syntax)));
        return new ComputedOperand("??", [value, other]);
    }

    private Operand VisitConditionalAccess(IConditionalAccessOperation access)
    {
        var receiver = Visit(access.Operation);
        _conditional.Push(receiver);
        var arm = Capture(access.WhenNotNull, out var value);
        _conditional.Pop();
        if (!IsEmpty(arm))
            _steps.Add(new BranchNode(BranchKind.ShortCircuit, receiver, [arm, Empty], At(access.Syntax)));
        return value;
    }

    private Operand VisitInterpolation(IInterpolatedStringOperation text)
    {
        if (AsConstant(text) is { } constant)
            return constant;
        var parts = new List<Operand>(text.Parts.Length);
        foreach (var part in text.Parts)
        {
            switch (part)
            {
                case IInterpolatedStringTextOperation fixedText:
                    parts.Add(Visit(fixedText.Text));
                    break;
                case IInterpolationOperation hole:
                    parts.Add(Visit(hole.Expression));
                    Visit(hole.Alignment);
                    break;
                case IInterpolatedStringAppendOperation { AppendCall: IInvocationOperation { Arguments: { Length: > 0 } arguments } }:
                    parts.Add(Visit(arguments[0].Value));
                    break;
                default:
                    Visit(part);
                    break;
            }
        }
        return new ComputedOperand("interpolate", parts);
    }

    private Operand VisitArray(IArrayCreationOperation array)
    {
        if (!array.IsImplicit)
            _references.Add(array.Type, array.Syntax);
        var lengths = Values(array.DimensionSizes);
        if (array.Initializer is { } initializer)
            return new ArrayOperand(Values(initializer.ElementValues));
        return new ComputedOperand("new[]", lengths);
    }

    private Operand VisitAnonymous(IAnonymousObjectCreationOperation creation)
    {
        var values = new Operand[creation.Initializers.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = creation.Initializers[i] is ISimpleAssignmentOperation member ? Visit(member.Value) : Visit(creation.Initializers[i]);
        return new ComputedOperand("new{}", values);
    }

    private void VisitThrow(IThrowOperation thrown)
    {
        var at = thrown.Syntax switch
        {
            ThrowStatementSyntax statement => At(statement.ThrowKeyword),
            ThrowExpressionSyntax expression => At(expression.ThrowKeyword),
            _ => At(thrown.Syntax),
        };
        if (thrown.Exception is null)
            _steps.Add(new JumpNode(JumpKind.Rethrow, null, at));
        else
        {
            var value = Visit(thrown.Exception);
            _steps.Add(new JumpNode(JumpKind.Throw, value, at));
        }
    }

    private static string Token(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.Add => "+",
        BinaryOperatorKind.Subtract => "-",
        BinaryOperatorKind.Multiply => "*",
        BinaryOperatorKind.Divide => "/",
        BinaryOperatorKind.Remainder => "%",
        BinaryOperatorKind.LeftShift => "<<",
        BinaryOperatorKind.RightShift => ">>",
        BinaryOperatorKind.UnsignedRightShift => ">>>",
        BinaryOperatorKind.And => "&",
        BinaryOperatorKind.Or => "|",
        BinaryOperatorKind.ExclusiveOr => "^",
        BinaryOperatorKind.ConditionalAnd => "&&",
        BinaryOperatorKind.ConditionalOr => "||",
        BinaryOperatorKind.Equals => "==",
        BinaryOperatorKind.NotEquals => "!=",
        BinaryOperatorKind.LessThan => "<",
        BinaryOperatorKind.LessThanOrEqual => "<=",
        BinaryOperatorKind.GreaterThan => ">",
        BinaryOperatorKind.GreaterThanOrEqual => ">=",
        _ => "?",
    };

    private static string Token(UnaryOperatorKind kind) => kind switch
    {
        UnaryOperatorKind.Minus => "-",
        UnaryOperatorKind.Plus => "+",
        UnaryOperatorKind.Not => "!",
        UnaryOperatorKind.BitwiseNegation => "~",
        UnaryOperatorKind.Hat => "^",
        _ => "?",
    };
}
