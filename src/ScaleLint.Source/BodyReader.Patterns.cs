using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ScaleLint.Graph.Facts;
using BranchKind = ScaleLint.Graph.Facts.BranchKind;

namespace ScaleLint.Source;

internal sealed partial class BodyReader
{
    private Operand VisitIsPattern(IIsPatternOperation test)
    {
        var value = Visit(test.Value);
        Match(test.Pattern, value);
        return test.Pattern switch
        {
            IConstantPatternOperation constant => new ComputedOperand("==", [value, AsConstant(constant.Value) ?? (Operand)UnknownOperand.Instance]),
            INegatedPatternOperation { Pattern: IConstantPatternOperation constant } =>
                new ComputedOperand("!=", [value, AsConstant(constant.Value) ?? (Operand)UnknownOperand.Instance]),
            IRelationalPatternOperation relation =>
                new ComputedOperand(Token(relation.OperatorKind), [value, AsConstant(relation.Value) ?? (Operand)UnknownOperand.Instance]),
            IRecursivePatternOperation { PropertySubpatterns.Length: 0, DeconstructionSubpatterns.Length: 0, DeclaredSymbol: null } =>
                new ComputedOperand("!=", [value, new ConstOperand(null)]),
            _ => new ComputedOperand("is", [value]),
        };
    }

    private Operand VisitSwitchExpression(ISwitchExpressionOperation choice)
    {
        var value = Visit(choice.Value);
        var arms = new List<Node>(choice.Arms.Length);
        var values = new List<Operand>(choice.Arms.Length);
        var isEmpty = true;
        foreach (var arm in choice.Arms)
        {
            Enter();
            var mark = _steps.Count;
            Match(arm.Pattern, value);
            Visit(arm.Guard);
            var result = Visit(arm.Value);
            _depth--;
            var node = Seal(mark);
            arms.Add(node);
            isEmpty &= IsEmpty(node);
            if (arm.Value is not IThrowOperation and not IConversionOperation { Operand: IThrowOperation })
                values.Add(result);
        }
        if (!isEmpty)
            _steps.Add(new BranchNode(BranchKind.Switch, value, arms, At(choice.Syntax)));
        return new ComputedOperand("?:", values);
    }

    /// <summary>Runs what a pattern calls (property getters), and gives the variables it declares their value.</summary>
    private void Match(IOperation? pattern, Operand value)
    {
        switch (pattern)
        {
            case IDeclarationPatternOperation declaration:
                if (declaration.MatchedType is { } matched && !declaration.MatchesNull)
                    _references.Add(matched, declaration.Syntax);
                Declare(declaration.DeclaredSymbol, value);
                break;
            case IRecursivePatternOperation recursive:
                if (!recursive.IsImplicit && recursive.DeconstructSymbol is null && recursive.PropertySubpatterns.Length == 0)
                    _references.AddValue(recursive.MatchedType);
                Declare(recursive.DeclaredSymbol, value);
                foreach (var part in recursive.DeconstructionSubpatterns)
                    Match(part, new ComputedOperand("element", [value]));
                foreach (var part in recursive.PropertySubpatterns)
                {
                    _matched.Push(value);
                    var member = Visit(part.Member);
                    _matched.Pop();
                    Match(part.Pattern, member);
                }
                break;
            case IListPatternOperation list:
                HasErrors |= list.LengthSymbol is null && list.InputType is not IArrayTypeSymbol;
                Declare(list.DeclaredSymbol, value);
                foreach (var part in list.Patterns)
                    Match(part, new ComputedOperand("element", [value]));
                break;
            case ISlicePatternOperation slice:
                Match(slice.Pattern, new ComputedOperand("slice", [value]));
                break;
            case IBinaryPatternOperation binary:
                Match(binary.LeftPattern, value);
                Match(binary.RightPattern, value);
                break;
            case INegatedPatternOperation negated:
                Match(negated.Pattern, value);
                break;
            case ITypePatternOperation type:
                _references.Add(type.MatchedType, type.Syntax);
                break;
            case IConstantPatternOperation constant:
                Visit(constant.Value);
                break;
            case IRelationalPatternOperation relation:
                Visit(relation.Value);
                break;
        }
    }

    /// <summary>A local that an initialiser declares.</summary>
    public void Declare(ILocalSymbol local) => Local(local);

    private void Declare(ISymbol? declared, Operand value)
    {
        if (declared is ILocalSymbol local)
            Define(local, value);
    }
}
