namespace ScaleLint.Il;

/// <summary>Attributes that say how to read what they stand on.</summary>
[Flags]
internal enum AttributeMarks
{
    None = 0, CompilerGenerated = 1, Extension = 2, GeneratedCode = 4, Embedded = 8, ThreadStatic = 16, ReferenceAssembly = 32,
    AsyncMachine = 64, IteratorMachine = 128, AsyncIteratorMachine = 256,

    /// <summary>A person did not write it.</summary>
    OfCompiler = 512,

    /// <summary>Of a member: its attributes were looked through.</summary>
    Known = 1024,

    /// <summary>A person wrote it.</summary>
    OfPerson = 2048,

    Machine = AsyncMachine | IteratorMachine | AsyncIteratorMachine,
}

/// <summary>What the constructor of an attribute says of it.</summary>
internal sealed class AttributeKind(NamedType type)
{
    public NamedType Type { get; } = type;

    public AttributeMarks Marks { get; } = Of(type.Type.Name) is var marks && (marks & AttributeMarks.OfCompiler) != 0 ? marks : marks | AttributeMarks.OfPerson;

    private static AttributeMarks Of(string name) => name switch
    {
        "" or "System.ParamArrayAttribute" or "System.Reflection.DefaultMemberAttribute" or "System.Diagnostics.DebuggerHiddenAttribute"
            or "System.Diagnostics.DebuggerStepThroughAttribute" or "System.Diagnostics.DebuggerBrowsableAttribute" => AttributeMarks.OfCompiler,
        "Microsoft.CodeAnalysis.EmbeddedAttribute" => AttributeMarks.OfCompiler | AttributeMarks.Embedded,
        "System.CodeDom.Compiler.GeneratedCodeAttribute" => AttributeMarks.GeneratedCode,
        "System.ThreadStaticAttribute" => AttributeMarks.ThreadStatic,
        _ when !name.StartsWith("System.Runtime.CompilerServices.", StringComparison.Ordinal) => AttributeMarks.None,
        "System.Runtime.CompilerServices.CompilerGeneratedAttribute" => AttributeMarks.OfCompiler | AttributeMarks.CompilerGenerated,
        "System.Runtime.CompilerServices.ExtensionAttribute" => AttributeMarks.OfCompiler | AttributeMarks.Extension,
        "System.Runtime.CompilerServices.ReferenceAssemblyAttribute" => AttributeMarks.OfCompiler | AttributeMarks.ReferenceAssembly,
        "System.Runtime.CompilerServices.AsyncStateMachineAttribute" => AttributeMarks.OfCompiler | AttributeMarks.AsyncMachine,
        "System.Runtime.CompilerServices.IteratorStateMachineAttribute" => AttributeMarks.OfCompiler | AttributeMarks.IteratorMachine,
        "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute" => AttributeMarks.OfCompiler | AttributeMarks.AsyncIteratorMachine,
        _ => AttributeMarks.OfCompiler,
    };
}
