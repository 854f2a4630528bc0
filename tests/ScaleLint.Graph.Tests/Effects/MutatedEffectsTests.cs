using ScaleLint.Fuzz;
using ScaleLint.Graph.Effects;

namespace ScaleLint.Graph.Tests.Effects;

/// <summary>Whatever an effects file says: lines that can be used, and a problem with its line for each that cannot.</summary>
public class MutatedEffectsTests
{
    private static readonly (string Name, string Text)[] Shipped =
        [.. RepositoryFiles.EffectsFiles.Select(x => (Path.GetFileName(x), File.ReadAllText(x)))];

    [Fact]
    public void End_in_lines_and_problems() => Rounds.Run(300, random =>
    {
        var (name, text) = Shipped[random.Next(Shipped.Length)];
        text = TextMutation.Of(random, text, "|", " | ", "M:", "#", "package: ", "framework: ", "timeout=", "attempts=");

        var (lines, problems) = EffectsFile.Parse(name, text);

        Assert.All(problems, x => Assert.InRange(x.Line, 1, text.Split('\n').Length));
        var catalogue = EffectsCatalogue.Default.With(lines);
        foreach (var line in lines)
        {
            var (type, member) = EffectsCatalogue.SplitPattern(line.Pattern);
            Assert.True(catalogue.KnowsType(type));
            Assert.NotEmpty(member.Length == 0 ? catalogue.OfType(type) : catalogue.OfMember(type, member.TrimEnd('*')));
        }
    });
}
