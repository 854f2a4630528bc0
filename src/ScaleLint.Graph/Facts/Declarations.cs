namespace ScaleLint.Graph.Facts;

/// <summary>Whether facts of two versions of a program differ in no more than what bodies do and where things stand.</summary>
internal static class Declarations
{
    /// <summary>Whether two versions of an assembly declare the same.</summary>
    public static bool Equal(AssemblyFacts a, AssemblyFacts b) =>
        a.Name == b.Name && a.Output == b.Output && a.IsTest == b.IsTest && a.Origin == b.Origin && a.References.SequenceEqual(b.References) && All(a.Externals, b.Externals, Equal) && All(a.Types, b.Types, Equal);

    /// <summary>Whether two versions of a type declare the same.</summary>
    public static bool Equal(TypeFacts a, TypeFacts b) => ReferenceEquals(a, b) ||
        a.Name == b.Name && a.Kind == b.Kind && a.Flags == b.Flags && a.Base == b.Base && a.Interfaces.SequenceEqual(b.Interfaces) && a.TypeArgumentsOfBases.SequenceEqual(b.TypeArgumentsOfBases)
        && All(a.Attributes, b.Attributes, Equal) && All(a.Methods, b.Methods, Equal);

    private static bool Equal(ExternalType a, ExternalType b) => ReferenceEquals(a, b) || a.Type == b.Type && a.Base == b.Base && a.Interfaces.SequenceEqual(b.Interfaces);

    private static bool Equal(MethodFacts a, MethodFacts b) => ReferenceEquals(a, b) ||
        a.Id == b.Id && a.Flags == b.Flags && a.ReturnType == b.ReturnType && a.Overrides.SequenceEqual(b.Overrides) && (a.Body == null) == (b.Body == null)
        && All(a.Attributes, b.Attributes, Equal) && All(a.Parameters, b.Parameters, (x, y) => ReferenceEquals(x, y) || x.Name == y.Name && x.Type == y.Type && All(x.Attributes, y.Attributes, Equal));

    private static bool Equal(AttributeFacts a, AttributeFacts b) => ReferenceEquals(a, b) ||
        a.Type == b.Type && All(a.Arguments, b.Arguments, Equal) && All(a.Named, b.Named, (x, y) => x.Name == y.Name && Equal(x.Value, y.Value));

    private static bool Equal(Operand a, Operand b) => (a, b) switch
    {
        (ArrayOperand x, ArrayOperand y) => All(x.Elements, y.Elements, Equal),
        (ComputedOperand x, ComputedOperand y) => x.Operation == y.Operation && All(x.Parts, y.Parts, Equal),
        _ => a.Equals(b),
    };

    private static bool All<T>(IReadOnlyList<T> a, IReadOnlyList<T> b, Func<T, T, bool> equal)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a.Count != b.Count) return false;
        for (var i = 0; i < a.Count; i++) if (!equal(a[i], b[i])) return false;
        return true;
    }
}
