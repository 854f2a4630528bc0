namespace ScaleLint.Model;

/// <summary>
/// Strict JSON (RFC 8259), because the lenient parser behind it takes comments, single quotes and stray commas.
/// <c>NaN</c> and <c>Infinity</c> pass here, so that they are refused later with the path of the number.
/// </summary>
internal sealed class JsonSyntax
{
    private readonly string _text;
    private int _at;

    private JsonSyntax(string text) => _text = text;

    /// <summary>Throws <see cref="SystemFileException"/> with line and column at the first place that is no JSON.</summary>
    public static void Check(string text) => new JsonSyntax(text).Document();

    private void Document()
    {
        var open = new Stack<char>();
        var afterValue = false;
        while (true)
        {
            Space();
            if (_at == _text.Length)
            {
                if (open.Count > 0 || !afterValue)
                {
                    throw Error(open.Count > 0 ? $"the text ends before '{(open.Peek() == '{' ? '}' : ']')}'" : "the text is empty");
                }

                return;
            }

            if (afterValue)
            {
                afterValue = After(open);
                continue;
            }

            switch (_text[_at])
            {
                case '{':
                    open.Push('{');
                    _at++;
                    Space();
                    if (Peek() == '}')
                    {
                        _at++;
                        open.Pop();
                        afterValue = true;
                    }
                    else
                    {
                        Name();
                    }

                    break;
                case '[':
                    open.Push('[');
                    _at++;
                    Space();
                    if (Peek() == ']')
                    {
                        _at++;
                        open.Pop();
                        afterValue = true;
                    }

                    break;
                default:
                    Scalar();
                    afterValue = true;
                    break;
            }
        }
    }

    /// <summary>What follows a value; returns whether a value is still complete (a bracket closed).</summary>
    private bool After(Stack<char> open)
    {
        if (open.Count == 0)
        {
            throw Error("more text after the end of the JSON");
        }

        var close = open.Peek() == '{' ? '}' : ']';
        if (Peek() == close)
        {
            _at++;
            open.Pop();
            return true;
        }

        if (Peek() != ',')
        {
            throw Error($"',' or '{close}' expected");
        }

        _at++;
        Space();
        if (close == '}')
        {
            Name();
        }
        else if (Peek() == ']')
        {
            throw Error("a value expected after ','");
        }

        return false;
    }

    private void Name()
    {
        if (Peek() != '"')
        {
            throw Error("a key in double quotes expected");
        }

        Quoted();
        Space();
        if (Peek() != ':')
        {
            throw Error("':' expected");
        }

        _at++;
    }

    private void Scalar()
    {
        if (Peek() == '"')
        {
            Quoted();
            return;
        }

        foreach (var word in new[] { "true", "false", "null", "NaN", "Infinity", "-Infinity" })
        {
            if (string.CompareOrdinal(_text, _at, word, 0, word.Length) == 0)
            {
                _at += word.Length;
                return;
            }
        }

        Number();
    }

    private void Number()
    {
        if (Peek() == '-')
        {
            _at++;
        }

        if (Peek() == '0')
        {
            _at++;
        }
        else
        {
            Digits("a value expected");
        }

        if (Peek() == '.')
        {
            _at++;
            Digits("a digit expected after '.'");
        }

        if (Peek() is 'e' or 'E')
        {
            _at++;
            if (Peek() is '+' or '-')
            {
                _at++;
            }

            Digits("a digit expected in the exponent");
        }
    }

    private void Digits(string expected)
    {
        var start = _at;
        while (Peek() is >= '0' and <= '9')
        {
            _at++;
        }

        if (_at == start)
        {
            throw Error(expected);
        }
    }

    private void Quoted()
    {
        for (_at++; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '"')
            {
                _at++;
                return;
            }

            if (c < ' ')
            {
                throw Error("a line break or control character inside a string");
            }

            if (c == '\\' && "\"\\/bfnrtu".IndexOf(_at + 1 < _text.Length ? _text[++_at] : ' ') < 0)
            {
                throw Error("an unknown escape in a string");
            }
        }

        throw Error("a string without its closing '\"'");
    }

    private void Space()
    {
        while (Peek() is ' ' or '\t' or '\r' or '\n')
        {
            _at++;
        }
    }

    private char Peek() => _at < _text.Length ? _text[_at] : '\0';

    private SystemFileException Error(string problem)
    {
        var line = 1;
        var start = 0;
        for (var i = 0; i < _at && i < _text.Length; i++)
        {
            if (_text[i] == '\n')
            {
                line++;
                start = i + 1;
            }
        }

        return new SystemFileException("$", $"no JSON: {problem}", line, _at - start + 1);
    }
}
