using System.Collections.Immutable;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using Microsoft.CodeAnalysis;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

/// <summary>Damage that chance seldom does: each ends in one clear line, and what is whole is read all the same.</summary>
public sealed unsafe class DamagedMetadataTests
{
    private const string Source = """
        public class T {
            public class A { public class B { public int X() => 1; } }
            public int Do(int a, int b) {
                while (a > 0) a -= b;
                switch (a) { case 0: return 1; case -1: return 2; case -2: return b; case -3: return 7; case -4: return 9; }
                return a;
            }
            public int Held(string s) { var all = s.Split(','); foreach (var x in all) Console.WriteLine(x); return all.Length; }
        }
        public class U { public void Other() => Console.WriteLine(1); }
        """;

    private static readonly byte[] Sample = Snippet.Emit(Snippet.Compile(Source, OptimizationLevel.Release)).Assembly;

    /// <summary>Where in the file something lies.</summary>
    private delegate int Place(PEReader pe, MetadataReader reader);

    [Fact]
    public void A_signature_nested_too_deep_leaves_its_type_unread()
    {
        var deep = "public class Deep { public int" + string.Concat(Enumerable.Repeat("[]", 100)) + " Far = null!; } public class U { public void Other() => Console.WriteLine(1); }";

        var facts = Snippet.Facts(deep);

        Assert.Equal("App 1 type cannot be read: a signature is nested too deep", Assert.Single(facts.Problems).Message);
        Assert.NotNull(Snippet.Method(facts, "M:U.Other").Body);
    }

    [Fact]
    public void A_branch_out_of_its_body_leaves_the_member_unread()
    {
        var facts = Damage((pe, reader) => BodyOf(pe, reader, "Do") + 1, [0x7f], wasBefore: [0x2b], at: -1);

        Assert.Contains(facts.Problems, p => p.Message == "App 1 member cannot be read, first M:T.Do(System.Int32,System.Int32): a branch leads out of its body");
        Assert.True(Snippet.Method(facts, "M:T.Do").Flags.HasFlag(MethodFlags.Unread));
        Assert.NotNull(Snippet.Method(facts, "M:T.Held").Body);
    }

    [Fact]
    public void A_switch_with_an_absurd_count_leaves_the_member_unread()
    {
        var facts = Damage((pe, reader) => Find(Sample, [0x45, 5, 0, 0, 0], BodyOf(pe, reader, "Do")) + 1, [0xff, 0xff, 0xff, 0x3f]);

        Assert.Contains(facts.Problems, p => p.Message.EndsWith("a switch has more targets than the body has bytes", StringComparison.Ordinal));
        Assert.True(Snippet.Method(facts, "M:T.Do").Flags.HasFlag(MethodFlags.Unread));
    }

    [Fact]
    public void Locals_with_an_absurd_count_leave_the_member_unread()
    {
        var facts = Damage((pe, reader) => Offset(pe, reader.GetBlobReader(reader.GetStandaloneSignature(
            pe.GetMethodBody(Method(reader, "Held").RelativeVirtualAddress).LocalSignature).Signature).StartPointer) + 1, [0x7f]);

        Assert.Contains(facts.Problems, p => p.Message.EndsWith("a signature has an impossible count", StringComparison.Ordinal));
        Assert.True(Snippet.Method(facts, "M:T.Held").Flags.HasFlag(MethodFlags.Unread));
    }

    [Fact]
    public void A_method_with_an_absurd_count_of_parameters_leaves_its_type_unread()
    {
        var facts = Damage((pe, reader) => Offset(pe, reader.GetBlobReader(Method(reader, "Do").Signature).StartPointer) + 1, [0x7f]);

        Assert.Contains(facts.Problems, p => p.Message == "App 1 type cannot be read: a signature has an impossible count");
        Assert.NotNull(Snippet.Method(facts, "M:U.Other").Body);
    }

    [Fact]
    public void Types_nested_in_a_circle_are_unread()
    {
        var facts = Damage((pe, reader) => Offset(pe, reader.MetadataPointer) + reader.GetTableMetadataOffset(TableIndex.NestedClass) + 2, RowOf("B"));

        Assert.Contains(facts.Problems, p => p.Message == "App 2 types cannot be read: types are nested in a circle");
        Assert.NotNull(Snippet.Method(facts, "M:U.Other").Body);
    }

    [Fact]
    public void A_table_with_an_absurd_count_of_rows_is_one_line()
    {
        var facts = Damage((pe, reader) => Offset(pe, reader.MetadataPointer) + reader.GetTableMetadataOffset(TableIndex.Module)
            - 4 * Enum.GetValues<TableIndex>().Count(t => (int)t < 64 && reader.GetTableRowCount(t) > 0), [0xff, 0xff, 0xff, 0x00]);

        Assert.StartsWith("App cannot be read: ", Assert.Single(facts.Problems).Message);
        Assert.Empty(facts.Types);
    }

    private static AssemblyFacts Read(byte[] assembly) => IlExtractor.Extract(assembly, null, "App", IlOptions.Default);

    /// <param name="wasBefore">What lies at <paramref name="at"/> from there, so that a change of the compiler shows.</param>
    private static AssemblyFacts Damage(Place place, byte[] damage, byte[]? wasBefore = null, int at = 0)
    {
        using var pe = new PEReader(ImmutableArray.Create(Sample));
        var start = place(pe, pe.GetMetadataReader());
        if (wasBefore is not null)
            Assert.Equal(wasBefore, Sample[(start + at)..(start + at + wasBefore.Length)]);
        var damaged = (byte[])Sample.Clone();
        damage.CopyTo(damaged, start);
        return Read(damaged);
    }

    private static int Offset(PEReader pe, byte* pointer) => (int)(pointer - pe.GetEntireImage().Pointer);

    private static int BodyOf(PEReader pe, MetadataReader reader, string name) => Offset(pe, pe.GetMethodBody(Method(reader, name).RelativeVirtualAddress).GetILReader().StartPointer);

    private static MethodDefinition Method(MetadataReader reader, string name) =>
        reader.MethodDefinitions.Select(reader.GetMethodDefinition).Single(m => reader.GetString(m.Name) == name);

    private static byte[] RowOf(string type)
    {
        using var pe = new PEReader(ImmutableArray.Create(Sample));
        var reader = pe.GetMetadataReader();
        var row = MetadataTokens.GetRowNumber(reader.TypeDefinitions.Single(t => reader.GetString(reader.GetTypeDefinition(t).Name) == type));
        return [(byte)row, 0];
    }

    private static int Find(byte[] bytes, byte[] wanted, int from)
    {
        var found = bytes.AsSpan(from).IndexOf(wanted);
        Assert.True(found >= 0, "the compiler wrote something else");
        return from + found;
    }
}
