using System.Text;

namespace ScaleLint.Topology.Sources.Compose;

/// <summary>Compose's variable substitution: <c>${X}</c>, <c>${X:-default}</c>, <c>${X-default}</c>, <c>${X:+other}</c>, <c>${X:?message}</c>, <c>$X</c>, <c>$$</c>.</summary>
internal sealed class Interpolation(IReadOnlyDictionary<string, string> variables)
{
    private const int MaximumDepth = 8;

    /// <summary>The text with its variables replaced; null when nothing but unknown variables would be left.</summary>
    public string? Apply(string? text)
    {
        if (text is null || !text.Contains('$', StringComparison.Ordinal))
        {
            return text;
        }

        var unknown = false;
        var result = Apply(text, 0, ref unknown);
        return unknown && result.Length == 0 ? null : result;
    }

    private string Apply(string text, int depth, ref bool unknown)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
            }
            else if (text[i + 1] == '$')
            {
                result.Append('$');
                i++;
            }
            else if (text[i + 1] == '{' && depth < MaximumDepth && ClosingBrace(text, i + 1) is > 0 and var end)
            {
                result.Append(Expression(text[(i + 2)..end], depth, ref unknown));
                i = end;
            }
            else
            {
                var stop = i + 1;
                while (stop < text.Length && (char.IsAsciiLetterOrDigit(text[stop]) || text[stop] == '_'))
                {
                    stop++;
                }

                if (stop == i + 1)
                {
                    result.Append('$');
                    continue;
                }

                result.Append(Known(text[(i + 1)..stop], ref unknown));
                i = stop - 1;
            }
        }

        return result.ToString();
    }

    private string Expression(string expression, int depth, ref bool unknown)
    {
        var end = 0;
        while (end < expression.Length && (char.IsAsciiLetterOrDigit(expression[end]) || expression[end] == '_'))
        {
            end++;
        }

        var name = expression[..end];
        var rest = expression[end..];
        var emptyCounts = rest.StartsWith(':');
        var operation = emptyCounts ? rest[1..] : rest;
        var isSet = variables.TryGetValue(name, out var value) && !(emptyCounts && value.Length == 0);
        if (operation.StartsWith('-'))
        {
            return isSet ? value! : Apply(operation[1..], depth + 1, ref unknown);
        }

        if (operation.StartsWith('+'))
        {
            return isSet ? Apply(operation[1..], depth + 1, ref unknown) : "";
        }

        return Known(name, ref unknown);
    }

    private string Known(string name, ref bool unknown)
    {
        if (variables.TryGetValue(name, out var value))
        {
            return value;
        }

        unknown = true;
        return "";
    }

    private static int ClosingBrace(string text, int open)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == '{')
            {
                depth++;
            }
            else if (text[i] == '}' && --depth == 0)
            {
                return i;
            }
        }

        return -1;
    }
}
