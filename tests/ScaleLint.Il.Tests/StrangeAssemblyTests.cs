using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

/// <summary>Assemblies that no C# compiler makes: obfuscated, mixed with native code, native, without bodies. Each ends in facts, with one clear line for what is unknown.</summary>
public sealed class StrangeAssemblyTests
{
    [Fact]
    public void Names_that_are_empty_unprintable_or_the_same_are_read()
    {
        var facts = Read(Made(metadata =>
        {
            foreach (var name in new[] { "", "\u200b\u202e", "a b\n", "<>c__", "M(X)", "\u0001" })
                for (var twice = 0; twice < 2; twice++) Method(metadata, name, [0x2a]);
        }, typeNames: ["", "\u200b", "A", "A", "Ns.\u0001", "`1"]));

        Assert.Empty(facts.Problems);
        var text = FactsWriter.Write(facts);
        Assert.Equal(text, FactsWriter.Write(FactsReader.Read(text, "strange")));
        Assert.NotEmpty(facts.Types);
    }

    [Theory]
    // br.s over bytes that are no instructions, and a return.
    [InlineData(new byte[] { 0x2b, 0x03, 0xff, 0xff, 0xff, 0x2a })]
    // A branch after the return that leads into the middle of another instruction.
    [InlineData(new byte[] { 0x2a, 0x2b, 0xfd })]
    // A loop without an end, and nothing behind it.
    [InlineData(new byte[] { 0x2b, 0xfe })]
    // More is taken from the stack than lies on it.
    [InlineData(new byte[] { 0x26, 0x26, 0x58, 0x2a })]
    // A call of a token that there is not.
    [InlineData(new byte[] { 0x28, 0xff, 0xff, 0x00, 0x0a, 0x2a })]
    // ldstr beyond the heap.
    [InlineData(new byte[] { 0x72, 0xff, 0xff, 0xff, 0x70, 0x26, 0x2a })]
    // No end at all.
    [InlineData(new byte[] { 0x00, 0x00 })]
    public void Code_that_an_obfuscator_damaged_is_read_or_unread_and_its_neighbours_are_read(byte[] code)
    {
        var facts = Read(Made(metadata =>
        {
            Method(metadata, "Odd", code);
            Method(metadata, "Fine", [0x2a]);
        }, ["T"]));

        Assert.InRange(facts.Problems.Count, 0, 1);
        Assert.All(facts.Problems, x => Assert.DoesNotContain('\n', x.Message));
        var odd = Snippet.Method(facts, "M:T.Odd");
        Assert.Equal(odd.Body is null, odd.Flags.HasFlag(MethodFlags.Unread));
        Assert.NotNull(Snippet.Method(facts, "M:T.Fine").Body);
    }

    [Fact]
    public void Bodies_in_native_code_are_unknown()
    {
        var facts = Read(Made(metadata =>
        {
            metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.Native | MethodImplAttributes.Unmanaged | MethodImplAttributes.PreserveSig, metadata.GetOrAddString("InC"), Void(metadata), 0, default);
            Method(metadata, "Fine", [0x2a]);
        }, ["T"], ilOnly: false));

        var native = Snippet.Method(facts, "M:T.InC");
        Assert.Null(native.Body);
        Assert.True(native.Flags.HasFlag(MethodFlags.Unread) || native.Flags.HasFlag(MethodFlags.Extern), native.Flags.ToString());
        Assert.NotNull(Snippet.Method(facts, "M:T.Fine").Body);
    }

    [Fact]
    public void A_native_library_is_one_clear_line()
    {
        var native = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "libcoreclr.*").Concat(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "coreclr.dll")).First();
        foreach (var bytes in new[] { File.ReadAllBytes(native), Native() })
        {
            var facts = IlExtractor.Extract(bytes, null, "native", IlOptions.Default);
            Assert.StartsWith("native ", Assert.Single(facts.Problems).Message);
            Assert.Empty(facts.Types);
        }
    }

    private static AssemblyFacts Read(byte[] assembly) => IlExtractor.Extract(assembly, null, "strange", IlOptions.Default);

    private static BlobHandle Void(MetadataBuilder metadata)
    {
        var signature = new BlobBuilder();
        new BlobEncoder(signature).MethodSignature().Parameters(0, x => x.Void(), _ => { });
        return metadata.GetOrAddBlob(signature);
    }

    private static readonly Dictionary<MetadataBuilder, MethodBodyStreamEncoder> Bodies = [];

    private static void Method(MetadataBuilder metadata, string name, byte[] code)
    {
        var body = Bodies[metadata].AddMethodBody(code.Length, maxStack: 8, exceptionRegionCount: 0, hasSmallExceptionRegions: true, localVariablesSignature: default, attributes: MethodBodyAttributes.None);
        new BlobWriter(body.Instructions).WriteBytes(code);
        metadata.AddMethodDefinition(MethodAttributes.Public | MethodAttributes.Static, MethodImplAttributes.IL, metadata.GetOrAddString(name), Void(metadata), body.Offset, default);
    }

    /// <summary>An assembly whose first type has the methods, and whose others have none.</summary>
    private static byte[] Made(Action<MetadataBuilder> methods, string[] typeNames, bool ilOnly = true)
    {
        var metadata = new MetadataBuilder();
        var il = new BlobBuilder();
        Bodies[metadata] = new MethodBodyStreamEncoder(il);
        metadata.AddModule(0, metadata.GetOrAddString("strange.dll"), metadata.GetOrAddGuid(Guid.Empty), default, default);
        metadata.AddAssembly(metadata.GetOrAddString("strange"), new Version(1, 0, 0, 0), default, default, 0, AssemblyHashAlgorithm.None);
        var core = metadata.AddAssemblyReference(metadata.GetOrAddString("System.Runtime"), new Version(10, 0, 0, 0), default, default, 0, default);
        var root = metadata.AddTypeReference(core, metadata.GetOrAddString("System"), metadata.GetOrAddString("Object"));
        var (field, first) = (MetadataTokens.FieldDefinitionHandle(1), MetadataTokens.MethodDefinitionHandle(1));
        metadata.AddTypeDefinition(default, default, metadata.GetOrAddString("<Module>"), default, field, first);
        metadata.AddTypeDefinition(TypeAttributes.Public, default, metadata.GetOrAddString(typeNames[0]), root, field, first);
        methods(metadata);
        var next = MetadataTokens.MethodDefinitionHandle(metadata.GetRowCount(TableIndex.MethodDef) + 1);
        foreach (var name in typeNames[1..]) metadata.AddTypeDefinition(TypeAttributes.Public, default, metadata.GetOrAddString(name), root, field, next);
        Bodies.Remove(metadata);
        var image = new BlobBuilder();
        new ManagedPEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), new MetadataRootBuilder(metadata, suppressValidation: true), il, flags: ilOnly ? CorFlags.ILOnly : 0).Serialize(image);
        return image.ToArray();
    }

    /// <summary>A portable executable without any metadata.</summary>
    private static byte[] Native()
    {
        var image = new BlobBuilder();
        new NativeBuilder().Serialize(image);
        return image.ToArray();
    }

    private sealed class NativeBuilder() : PEBuilder(new PEHeaderBuilder(imageCharacteristics: Characteristics.Dll), null)
    {
        protected override ImmutableArray<Section> CreateSections() => [new Section(".text", SectionCharacteristics.ContainsCode | SectionCharacteristics.MemExecute | SectionCharacteristics.MemRead)];

        protected override BlobBuilder SerializeSection(string name, SectionLocation location)
        {
            var code = new BlobBuilder();
            code.WriteByte(0xc3);
            return code;
        }

        protected override PEDirectoriesBuilder GetDirectories() => new();
    }
}
