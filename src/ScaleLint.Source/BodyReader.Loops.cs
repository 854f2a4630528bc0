using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;
using LoopKind = ScaleLint.Graph.Facts.LoopKind;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    private void VisitLoop(ILoopOperation loop)
    {
        switch (loop)
        {
            case IForEachLoopOperation each:
                VisitForEach(each);
                break;
            case IForLoopOperation counted:
                VisitFor(counted);
                break;
            case IWhileLoopOperation repeated:
                VisitWhile(repeated);
                break;
            default:
                VisitChildren(loop);
                break;
        }
    }

    private void VisitForEach(IForEachLoopOperation loop)
    {
        var source = Visit(loop.Collection);
        var element = -1;
        var mark = _steps.Count;
        Enter();
        var value = new ComputedOperand("element", [source]);
        if (loop.LoopControlVariable is IVariableDeclaratorOperation variable)
        {
            Define(variable.Symbol, value);
            _references.Add(variable.Symbol.Type, variable.Syntax);
            element = Local(variable.Symbol);
        }
        else if (loop.LoopControlVariable is { } target)
        {
            Assign(target, value, WriteKind.Assign, target.Syntax);
        }
        var bound = source is ArrayOperand array && AllConstant(array) ? array.Elements.Count : (int?)null;
        Visit(loop.Body);
        _depth--;
        var body = Seal(mark);
        _steps.Add(new LoopNode(loop.IsAsynchronous ? LoopKind.AwaitForEach : LoopKind.ForEach, source, bound, element, Empty, body, At(loop.Syntax.GetFirstToken())));
    }

    private static bool AllConstant(ArrayOperand array)
    {
        foreach (var element in array.Elements)
        {
            if (element is not ConstOperand)
                return false;
        }
        return true;
    }

    private void VisitFor(IForLoopOperation loop)
    {
        VisitAll(loop.Before);
        var mark = _steps.Count;
        Enter();
        Operand source = new ConstOperand(true);
        if (loop.Condition is not null)
            source = Visit(loop.Condition);
        VisitAll(loop.AtLoopBottom);
        var condition = Seal(mark);
        Visit(loop.Body);
        _depth--;
        var body = Seal(mark);
        _steps.Add(new LoopNode(LoopKind.For, source, Rounds(loop), -1, condition, body, At(loop.Syntax.GetFirstToken())));
    }

    private void VisitWhile(IWhileLoopOperation loop)
    {
        var mark = _steps.Count;
        Enter();
        Node body = Empty;
        if (!loop.ConditionIsTop)
        {
            Visit(loop.Body);
            body = Seal(mark);
        }
        var source = Visit(loop.Condition);
        var condition = Seal(mark);
        if (loop.ConditionIsTop)
        {
            Visit(loop.Body);
            body = Seal(mark);
        }
        _depth--;
        _steps.Add(new LoopNode(loop.ConditionIsTop ? LoopKind.While : LoopKind.DoWhile, source, null, -1, condition, body, At(loop.Syntax.GetFirstToken())));
    }

    /// <summary>Number of rounds of <c>for (i = a; i &lt; b; i += c)</c> with constants.</summary>
    private static int? Rounds(IForLoopOperation loop)
    {
        if (loop.Before.Length != 1 || loop.AtLoopBottom.Length != 1
            || loop.Before[0] is not IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations }
            || declarations[0].Declarators is not { Length: 1 } declarators
            || loop.Condition is not IBinaryOperation { LeftOperand: { } left, RightOperand: { } right } comparison
            || Integer(declarators[0].Initializer?.Value) is not { } start
            || Integer(right) is not { } end
            || Unconverted(left) is not ILocalReferenceOperation counter
            || !SymbolEqualityComparer.Default.Equals(counter.Local, declarators[0].Symbol)
            || Step(loop.AtLoopBottom[0], counter.Local) is not { } step || step == 0)
            return null;
        var distance = comparison.OperatorKind switch
        {
            BinaryOperatorKind.LessThan when step > 0 => end - start,
            BinaryOperatorKind.LessThanOrEqual when step > 0 => end - start + 1,
            BinaryOperatorKind.GreaterThan when step < 0 => start - end,
            BinaryOperatorKind.GreaterThanOrEqual when step < 0 => start - end + 1,
            BinaryOperatorKind.NotEquals when step == 1 => end - start,
            _ => -1L,
        };
        if (distance < 0)
            return null;
        var size = Math.Abs(step);
        var rounds = (distance + size - 1) / size;
        return rounds <= int.MaxValue ? (int)rounds : null;
    }

    private static long? Step(IOperation bottom, ILocalSymbol counter)
    {
        var operation = bottom is IExpressionStatementOperation statement ? statement.Operation : bottom;
        switch (operation)
        {
            case IIncrementOrDecrementOperation { Target: ILocalReferenceOperation target } increment
                    when SymbolEqualityComparer.Default.Equals(target.Local, counter):
                return increment.Kind == OperationKind.Increment ? 1 : -1;
            case ICompoundAssignmentOperation { Target: ILocalReferenceOperation target } compound
                    when SymbolEqualityComparer.Default.Equals(target.Local, counter):
                return compound.OperatorKind switch
                {
                    BinaryOperatorKind.Add => Integer(compound.Value),
                    BinaryOperatorKind.Subtract => -Integer(compound.Value),
                    _ => null,
                };
            default:
                return null;
        }
    }

    private static long? Integer(IOperation? operation) =>
        operation?.ConstantValue is { HasValue: true, Value: { } value } && Constant(value) is long number ? number : null;

    private static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion)
            operation = conversion.Operand;
        return operation;
    }

    /// <summary>The last statement after a label that jumps back to it, or -1.</summary>
    private static int LoopEnd(ILabelSymbol label, IReadOnlyList<IOperation> operations, int start)
    {
        for (var i = operations.Count - 1; i >= start; i--)
        {
            if (JumpsTo(label, operations[i]))
                return i;
        }
        return -1;
    }

    private static bool JumpsTo(ILabelSymbol label, IOperation operation)
    {
        foreach (var inner in operation.Descendants())
        {
            if (inner is IBranchOperation branch && SymbolEqualityComparer.Default.Equals(branch.Target, label))
                return true;
        }
        return operation is IBranchOperation self && SymbolEqualityComparer.Default.Equals(self.Target, label);
    }

    private void VisitGotoLoop(ILabeledOperation label, IReadOnlyList<IOperation> operations, int start, int end)
    {
        var mark = _steps.Count;
        Enter();
        Visit(label.Operation);
        for (var i = start + 1; i <= end; i++)
            Visit(operations[i]);
        _depth--;
        var body = Seal(mark);
        _steps.Add(new LoopNode(LoopKind.Goto, UnknownOperand.Instance, null, -1, Empty, body, At(label.Syntax.GetFirstToken())));
    }
}
