using System.Globalization;
using System.Text;

namespace ScaleLint.Graph.Facts;

/// <summary>Reads what <see cref="FactsTokenWriter"/> wrote, and trusts none of it.</summary>
internal sealed class FactsTokenReader
{
    private static readonly sbyte[] Values = MakeValues();
    private readonly string _text;
    private readonly string _file;
    private readonly int _end;
    private string[] _strings = [];
    private MemberRef[] _members = [];
    private int _line;

    public FactsTokenReader(string text, string file, int start, int end)
    {
        _text = text;
        _file = file;
        At = start;
        _end = end;
    }

    /// <summary>Index into the text of what is read next.</summary>
    public int At { get; private set; }

    public bool IsAtEnd => At >= _end;

    public void Tables(FactsPool? pool)
    {
        var strings = Count();
        var members = Count();
        EndLine();
        _strings = new string[strings];
        for (var i = 0; i < strings; i++)
        {
            _strings[i] = pool?.Share(TableString()) ?? TableString();
        }

        _members = new MemberRef[members];
        for (var i = 0; i < members; i++)
        {
            _members[i] = new MemberRef(String(), String());
        }

        EndLine();
    }

    public ulong Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 5)
        {
            if (At >= _end)
            {
                throw Damaged("the section ends in the middle of a line");
            }

            var c = _text[At];
            var digit = c < 128 ? Values[c] : (sbyte)-1;
            if (digit < 0)
            {
                throw Damaged(c == '\n' ? "the line ends too early" : "a character that is no digit stands where a number was expected");
            }

            At++;
            if (shift > 60)
            {
                throw Damaged("a number is too large");
            }

            value |= (ulong)(uint)(digit & 31) << shift;
            if (digit < 32)
            {
                return value;
            }
        }
    }

    /// <summary>A number of things that follow, each of at least one character.</summary>
    public int Count()
    {
        var value = Number();
        if (value > (ulong)(_end - At))
        {
            throw Damaged("a count of " + value.ToString(CultureInfo.InvariantCulture) + " is larger than what is left of the section");
        }

        return (int)value;
    }

    public int Flags()
    {
        var value = Number();
        return value <= int.MaxValue ? (int)value : throw Damaged("flags are out of range");
    }

    public T Enum<T>(int count, Func<int, T> cast)
    {
        var value = Number();
        return value < (ulong)count ? cast((int)value) : throw Damaged("a " + typeof(T).Name + " is out of range");
    }

    public long Signed()
    {
        var value = Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public int Int()
    {
        var value = Signed();
        return value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Damaged("a number is out of range");
    }

    public bool Bool() => Enum(2, v => v == 1);

    public string String()
    {
        var index = Number();
        return index < (ulong)_strings.Length ? _strings[(int)index] : throw Damaged("a string is not in the table");
    }

    public MemberRef Member()
    {
        var index = Number();
        return index < (ulong)_members.Length ? _members[(int)index] : throw Damaged("a member is not in the table");
    }

    public TypeRef Type() => new(String(), String());

    public Position Position()
    {
        var file = Number();
        if (file == 0)
        {
            return Facts.Position.None;
        }

        if (file > (ulong)_strings.Length)
        {
            throw Damaged("a file name is not in the table");
        }

        var line = ToInt(_line + Signed());
        var column = Int();
        var endLine = ToInt(line + Signed());
        _line = line;
        return new Position(_strings[(int)file - 1], line, column, endLine, Int());
    }

    public void EndLine()
    {
        if (At >= _end || _text[At] != '\n')
        {
            throw Damaged(At >= _end ? "the section ends in the middle of a line" : "the line is longer than it should be");
        }

        At++;
        _line = 0;
    }

    public FactsFormatException Damaged(string what) => Damaged(_text, _file, At, what);

    public static FactsFormatException Damaged(string text, string file, int at, string what)
    {
        var line = 1;
        for (var i = 0; i < at && i < text.Length; i++)
        {
            if (text[i] == '\n')
            {
                line++;
            }
        }

        return new FactsFormatException(file, line, "damaged facts, " + what);
    }

    private int ToInt(long value) => value is >= int.MinValue and <= int.MaxValue ? (int)value : throw Damaged("a line number is out of range");

    private string TableString()
    {
        var end = At < _end ? _text.IndexOf('\n', At, _end - At) : -1;
        if (end < 0)
        {
            throw Damaged("the section ends in its string table");
        }

        var escape = _text.IndexOf('\\', At, end - At);
        var value = escape < 0 ? _text.Substring(At, end - At) : Unescape(end);
        At = end + 1;
        return value;
    }

    private string Unescape(int end)
    {
        var value = new StringBuilder(end - At);
        while (At < end)
        {
            var c = _text[At++];
            if (c != '\\')
            {
                value.Append(c);
            }
            else if (At < end && _text[At] == '\\')
            {
                value.Append('\\');
                At++;
            }
            else if (At + 5 <= end && _text[At] == 'u'
                && int.TryParse(_text.Substring(At + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code))
            {
                value.Append((char)code);
                At += 5;
            }
            else
            {
                throw Damaged("a string has an unknown escape");
            }
        }

        return value.ToString();
    }

    private static sbyte[] MakeValues()
    {
        var values = new sbyte[128];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = -1;
        }

        for (var i = 0; i < FactsFormat.Digits.Length; i++)
        {
            values[FactsFormat.Digits[i]] = (sbyte)i;
        }

        return values;
    }
}
