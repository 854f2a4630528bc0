using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ScaleLint.Topology;

/// <summary>
/// Keeps source from the compiler whose brackets are nested so deep that parsing it overflows the stack, which would end the whole run
/// (its parser scans types and tuples without a guard). An error stands in its place, so that the project is known in part only.
/// </summary>
public static class DeepSource
{
    /// <summary>Deepest nesting of brackets that is parsed.</summary>
    public const int Limit = 1000;

    private const string Error = "#error This file is not read: its brackets are nested more than 1000 deep.";

    /// <summary>The text, or the error in its place.</summary>
    public static SourceText Checked(SourceText text) => Depth(Letters(text)) > Limit && Depth(Tokens(text)) > Limit ? SourceText.From(Error, text.Encoding) : text;

    /// <summary>Deepest nesting; what is opened and not closed counts to the end, angle brackets to the end of the statement.</summary>
    private static int Depth(IEnumerable<char> brackets)
    {
        var (deepest, depth, angles) = (0, 0, 0);
        foreach (var letter in brackets)
        {
            switch (letter)
            {
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' or ']' or '}':
                    depth = Math.Max(0, depth - 1);
                    break;
                case '<':
                    angles++;
                    break;
                case '>':
                    angles = Math.Max(0, angles - 1);
                    break;
            }
            if (letter is '{' or '}' or ';') angles = 0;
            deepest = Math.Max(deepest, depth + angles);
        }
        return deepest;
    }

    private static IEnumerable<char> Letters(SourceText text)
    {
        for (var i = 0; i < text.Length; i++) yield return text[i];
    }

    // Texts and comments hold brackets that open nothing; the lexer needs no stack.
    private static IEnumerable<char> Tokens(SourceText text) =>
        SyntaxFactory.ParseTokens(text.ToString()).Select(x => x.Text).Where(x => x.Length is 1 or 2).SelectMany(x => x.Length == 1 || x is ">>" or "<<" ? x : "");
}
