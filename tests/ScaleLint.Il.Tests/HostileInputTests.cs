using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ScaleLint.Fuzz;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Il.Tests;

/// <summary>Whatever the bytes: facts, with what could not be read as a problem.</summary>
public sealed class HostileInputTests
{
    private const string Source = """
        public interface IStore<T> { Task<T> Load(string id, CancellationToken token = default); }
        public class T(IStore<List<int[]>> store) {
            int _x; readonly object _gate = new();
            public async Task<int> Do(string s, CancellationToken t) {
                try { foreach (var l in await store.Load(s, t)) foreach (var i in l) { if (i > 3 && _x < 2) continue; lock (_gate) _x += i; await Task.Delay(i, t); } }
                catch (IOException e) when (e.Message.Length > 1) { Console.WriteLine($"a{e}b"); }
                finally { await Task.Yield(); }
                return _x switch { 1 => 2, 2 => 3, 5 => s.Length, _ => throw new Exception() };
            }
            public async IAsyncEnumerable<int> Go(IAsyncEnumerable<int> a) { await foreach (var x in a) yield return x; }
            public IEnumerable<string> It() { using var r = new StringReader("x"); yield return r.ReadLine()!; }
            public Func<int, int> F(int k) { int Inner(int q) => q + k + _x; return x => Inner(x) * k; }
            [Obsolete("x", true)] public static (int, string) Tuple(Span<byte> b, int[,] m, out int o) { o = b.Length; return (m[1, 2], "x"); }
        }
        """;

    private static readonly (byte[] Assembly, byte[] Pdb) Sample = Snippet.Emit(Snippet.Compile(Source, OptimizationLevel.Release));

    [Fact]
    public void An_assembly_cut_anywhere_ends_in_a_problem()
    {
        for (var length = 0; length < Sample.Assembly.Length; length += 97)
            AssertBounded(Sample.Assembly[..length], null);
        var facts = IlExtractor.Extract(Sample.Assembly[..(Sample.Assembly.Length / 2)], null, "cut", IlOptions.Default);
        Assert.NotEmpty(facts.Problems);
        Assert.Contains(facts.Name, facts.Problems[0].Message);
    }

    [Fact]
    public void What_is_no_assembly_is_one_clear_line()
    {
        var facts = IlExtractor.Extract("MZ nonsense"u8.ToArray(), null, "nonsense", IlOptions.Default);

        var problem = Assert.Single(facts.Problems);
        Assert.StartsWith("nonsense ", problem.Message);
        Assert.DoesNotContain('\n', problem.Message);
        Assert.Empty(facts.Types);
    }

    [Fact]
    public void A_file_is_read_as_its_bytes_are_whatever_file_was_read_before()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            foreach (var length in (int[])[Sample.Assembly.Length, Sample.Assembly.Length / 2, 0, 100])
            {
                var path = Path.Combine(folder.FullName, "App.dll");
                File.WriteAllBytes(path, Sample.Assembly[..length]);

                var facts = IlExtractor.ExtractFile(path, IlOptions.Default);

                Assert.Equal(FactsWriter.Write(IlExtractor.Extract(Sample.Assembly[..length], null, "App", IlOptions.Default)), FactsWriter.Write(facts));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_reference_assembly_has_signatures_and_no_bodies()
    {
        using var stream = new MemoryStream();
        Assert.True(Snippet.Compile(Source, OptimizationLevel.Release).Emit(stream, options: new EmitOptions(metadataOnly: true, includePrivateMembers: false)).Success);

        var facts = IlExtractor.Extract(stream.ToArray(), null, "App", IlOptions.Default);

        Assert.Contains("reference assembly", Assert.Single(facts.Problems).Message);
        var method = Snippet.Method(facts, "M:T.Do");
        Assert.Null(method.Body);
        Assert.True(method.Flags.HasFlag(MethodFlags.Unread));
    }

    [Fact]
    public void Mutated_assemblies_end_in_facts_of_bounded_size() => Rounds.Run(300, random =>
    {
        var assembly = Mutate(Sample.Assembly, random);
        AssertBounded(assembly, random.Next(4) == 0 ? Mutate(Sample.Pdb, random) : Sample.Pdb);
    }, mostBytes: 256L << 20);

    [Fact]
    public void An_embedded_pdb_gives_positions()
    {
        var (assembly, _) = Snippet.Emit(Snippet.Compile(Source, OptimizationLevel.Release), DebugInformationFormat.Embedded);

        var facts = IlExtractor.Extract(assembly, null, "App", IlOptions.Default);

        Assert.Equal(("Code.cs", 5), (Snippet.Method(facts, "M:T.Do").At.File, Snippet.Method(facts, "M:T.Do").At.Line));
        Assert.All(FactsWalk.All(Snippet.Method(facts, "M:T.Do").Body).OfType<CallNode>(), c => Assert.InRange(c.At.Line, 4, 9));
    }

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        var result = (byte[])bytes.Clone();
        // Most of a small file is headers and tables; a few changes are enough to hit one that matters.
        var changes = 1 << random.Next(0, 7);
        for (var i = 0; i < changes; i++)
        {
            var at = random.Next(result.Length);
            switch (random.Next(5))
            {
                case 0:
                    result[at] = (byte)random.Next(256);
                    break;
                case 1:
                    result[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    result[at] = 0xff;
                    break;
                case 3:
                    var from = random.Next(result.Length);
                    var count = Math.Min(random.Next(1, 32), result.Length - Math.Max(at, from));
                    Array.Copy(result, from, result, at, count);
                    break;
                default:
                    Array.Fill(result, (byte)0x1d, at, Math.Min(random.Next(1, 200), result.Length - at));
                    break;
            }
        }
        return random.Next(20) == 0 ? result[..random.Next(result.Length)] : result;
    }

    private static void AssertBounded(byte[] assembly, byte[]? pdb)
    {
        var facts = IlExtractor.Extract(assembly, pdb, "hostile", IlOptions.Default);
        var text = FactsWriter.Write(facts);
        Assert.True(text.Length < 4_000_000, "facts grew to " + text.Length);
        Assert.Equal(facts.Types.Count, FactsReader.Read(text, "hostile").Types.Count);
        try
        {
            IlCallGraph.Read(assembly);
        }
        catch (BadImageFormatException)
        {
            return;
        }
    }
}
