using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using CsCheck;
using ScaleLint.Fuzz;
using ScaleLint.Graph.Facts;

namespace ScaleLint.Graph.Tests.Facts;

/// <summary>Whatever a facts file holds: facts, or an error that names the file and the line.</summary>
public class MutatedFactsFileTests
{
    [Fact]
    public void Ends_in_facts_or_in_an_error_with_its_place() => Rounds.Run(1000, random =>
    {
        var text = FactsWriter.Write(RandomFacts.Assembly.Generate(new PCG(1, (ulong)random.Next()), null, out _));
        text = random.Next(3) == 0 ? TextMutation.Of(random, text) : Signed(TextMutation.Of(random, text[(text.IndexOf('\n') + 1)..]));
        try
        {
            foreach (var facts in FactsReader.ReadAll(text, "a.facts"))
            {
                FactsWriter.Write(facts);
                FactsDump.Write(facts);
            }
        }
        catch (FactsFormatException e)
        {
            Assert.StartsWith("a.facts(" + e.Line.ToString(CultureInfo.InvariantCulture), e.Message);
            Assert.True(e.Line >= 1, e.Message);
        }
    });

    // Under a header that fits, so that it is the content which is read and not the hash which is refused.
    private static string Signed(string body) => string.Create(CultureInfo.InvariantCulture, $"scalelint-facts {FactsFormat.Version} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)))} {body.Length}\n{body}");
}
