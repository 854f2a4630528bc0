using System.Text;
using CsCheck;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Tests.Facts;

public sealed class FactsFormatTests
{
    private static readonly AssemblyFacts Small = new("Shop", FactsOrigin.Source, OutputKind.Library, false, ["System.Runtime"],
        [
            new TypeFacts("Shop.Orders", TypeKind.Class, TypeFlags.Public, new TypeRef("System.Runtime", "System.Object"), [], [], [], [],
                [
                    Method(new SequenceNode(
                        [
                            new CallNode(0, CallKind.Virtual, new MemberRef("Shop", "M:Shop.IStore.Load"), -1, ThisOperand.Instance, "Shop.IStore",
                                [new ConstOperand("a\"b")], [], "System.Threading.Tasks.Task", AwaitMode.Awaited, TokenUse.Omitted, new Position("a.cs", 7, 9, 7, 20)),
                            new JumpNode(JumpKind.Return, new ResultOperand(0), new Position("a.cs", 8, 9, 8, 20)),
                        ],
                        Position.None)),
                ],
                [], new Position("a.cs", 3, 1, 9, 2)),
        ],
        [], []);

    [Fact]
    public void Any_facts_read_back_as_they_were_written() =>
        RandomFacts.Assembly.Sample(
            facts =>
            {
                var text = FactsWriter.Write(facts);
                var back = FactsReader.Read(Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)), "x.facts");
                return FactsDump.Write(facts) == FactsDump.Write(back) && FactsWriter.Write(back) == text;
            },
            iter: 300);

    [Fact]
    public void Sections_are_concatenated_in_order_of_names()
    {
        var text = FactsWriter.WriteAll([Small, Small with { Name = "Api" }]);

        Assert.Equal(["Api", "Shop"], FactsReader.ReadAll(text, "x.facts").Select(a => a.Name));
        Assert.Equal(FactsWriter.Write(Small with { Name = "Api" }) + FactsWriter.Write(Small), text);
    }

    [Fact]
    public void Each_line_end_is_a_line_feed_alone()
    {
        var text = FactsWriter.Write(Small with { Name = "a\r\nb\u2028c" });

        Assert.DoesNotContain('\r', text);
        Assert.DoesNotContain('\u2028', text);
        Assert.Equal("a\r\nb\u2028c", FactsReader.Read(text, "x.facts").Name);
    }

    [Theory]
    [InlineData("hello", 1, "no facts file")]
    [InlineData("scalelint-facts 99 00 5\n", 1, "version 99")]
    [InlineData("scalelint-facts 2 00\n", 1, "no length")]
    [InlineData("scalelint-facts 2 00 1\nx", 1, "hash differ")]
    public void What_is_no_facts_file_is_refused_with_its_line(string text, int line, string message)
    {
        var error = Assert.Throws<FactsFormatException>(() => FactsReader.ReadAll(text, "x.facts"));

        Assert.Equal(line, error.Line);
        Assert.StartsWith($"x.facts({line}): ", error.Message);
        Assert.Contains(message, error.Message);
        Assert.Contains("build again", error.Message);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var text = FactsWriter.Write(Small);

        for (var length = 1; length < text.Length; length++)
        {
            Assert.Throws<FactsFormatException>(() => FactsReader.Read(text.Substring(0, length), "x.facts"));
        }
    }

    [Fact]
    public void A_changed_body_under_a_right_hash_ends_in_facts_or_a_clear_error()
    {
        var body = Body(FactsWriter.Write(Small));
        var refused = 0;
        Gen.Select(Gen.Int[0, body.Length - 1], Gen.OneOf(Gen.Char['0', 'z'], Gen.Const('\n'), Gen.Const('z')), Gen.Int[0, 3]).Sample(
            change =>
            {
                var (at, c, repeat) = change;
                var changed = body.Substring(0, at) + new string(c, repeat) + body.Substring(at + 1);
                try
                {
                    FactsReader.Read(Sealed(changed), "x.facts");
                }
                catch (FactsFormatException)
                {
                    Interlocked.Increment(ref refused);
                }
            },
            iter: 3000);
        Assert.True(refused > 0);
    }

    [Fact]
    public void Counts_beyond_the_text_are_refused_before_anything_is_allocated()
    {
        var error = Assert.Throws<FactsFormatException>(() => FactsReader.Read(Sealed("zzzzz1" + "0\n"), "x.facts"));

        Assert.Contains("count", error.Message);
        Assert.Equal(2, error.Line);
    }

    [Fact]
    public void What_is_nested_too_deep_is_flattened_and_keeps_its_calls()
    {
        var call = Small.Types[0].Methods[0].Body!;
        Operand operand = ThisOperand.Instance;
        for (var i = 0; i < 5000; i++)
        {
            call = new LockNode(UnknownOperand.Instance, new SequenceNode([call], Position.None), Position.None);
            operand = new AwaitedOperand(operand);
        }

        var deep = Small with { Types = [Small.Types[0] with { Methods = [Method(new SequenceNode([new AwaitNode(operand, Position.None), call], Position.None))] }] };
        var back = FactsReader.Read(FactsWriter.Write(deep), "x.facts");

        Assert.Single(FactsWalk.All(back.Types[0].Methods[0].Body).OfType<CallNode>());
        Assert.True(FactsWalk.All(back.Types[0].Methods[0].Body).Count() < 2 * FactsFormat.MaxDepth);
    }

    [Fact]
    public void A_dump_shows_a_node_a_line()
    {
        Assert.Equal(
            """
            method M:Shop.Orders.Do : System.Void [None]
              call #0 Virtual Shop!M:Shop.IStore.Load on this of Shop.IStore ("a\"b") : System.Threading.Tasks.Task await Awaited token Omitted
              jump Return #0

            """.ReplaceLineEndings("\n"),
            FactsDump.Method(Small.Types[0].Methods[0], positions: false));
    }

    private static MethodFacts Method(Node body) =>
        new("M:Shop.Orders.Do", MethodFlags.None, "System.Void", [], [], [], body, [], [], Position.None);

    private static string Body(string section) => section.Substring(section.IndexOf('\n') + 1);

    private static string Sealed(string body)
    {
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(body)));
        return $"scalelint-facts {FactsFormat.Version} {hash} {body.Length}\n{body}";
    }
}
