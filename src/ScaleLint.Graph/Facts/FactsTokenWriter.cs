using System.Text;

namespace ScaleLint.Graph.Facts;

/// <summary>Numbers, pooled strings and positions as text of a facts section.</summary>
internal sealed class FactsTokenWriter
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);
    private readonly Dictionary<MemberRef, int> _members = [];
    private readonly List<string> _stringList = [];
    private readonly List<(int Assembly, int Id)> _memberList = [];
    private int _line;

    public void Number(ulong value)
    {
        while (value >= 32)
        {
            _text.Append(FactsFormat.Digits[32 + (int)(value & 31)]);
            value >>= 5;
        }

        _text.Append(FactsFormat.Digits[(int)value]);
    }

    public void Count(int value) => Number((ulong)(uint)value);

    public void Signed(long value) => Number((ulong)((value << 1) ^ (value >> 63)));

    public void Bool(bool value) => _text.Append(value ? '1' : '0');

    public void String(string value) => Count(Intern(value));

    public void OptionalString(string? value)
    {
        Bool(value is not null);
        if (value is not null)
        {
            String(value);
        }
    }

    public void Member(MemberRef value)
    {
        if (!_members.TryGetValue(value, out var index))
        {
            index = _memberList.Count;
            _members.Add(value, index);
            _memberList.Add((Intern(value.Assembly), Intern(value.Id)));
        }

        Count(index);
    }

    public void Type(TypeRef value)
    {
        String(value.Assembly);
        String(value.Name);
    }

    /// <summary>0 for no position, else file + 1 and lines relative to the position before, which keeps most of them at one or two digits.</summary>
    public void Position(Position at)
    {
        if (at == Facts.Position.None)
        {
            Count(0);
            return;
        }

        Count(Intern(at.File) + 1);
        Signed((long)at.Line - _line);
        Signed(at.Column);
        Signed((long)at.EndLine - at.Line);
        Signed(at.EndColumn);
        _line = at.Line;
    }

    public void EndLine()
    {
        _text.Append('\n');
        _line = 0;
    }

    /// <summary>The section's body: table sizes, tables, then everything written so far.</summary>
    public string Finish()
    {
        var rows = _text.ToString();
        _text.Clear();
        Count(_stringList.Count);
        Count(_memberList.Count);
        _text.Append('\n');
        foreach (var value in _stringList)
        {
            Escape(value);
            _text.Append('\n');
        }

        foreach (var (assembly, id) in _memberList)
        {
            Count(assembly);
            Count(id);
        }

        _text.Append('\n').Append(rows);
        return _text.ToString();
    }

    private int Intern(string value)
    {
        if (!_strings.TryGetValue(value, out var index))
        {
            index = _stringList.Count;
            _strings.Add(value, index);
            _stringList.Add(value);
        }

        return index;
    }

    private void Escape(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\\')
            {
                _text.Append("\\\\");
            }
            else if (char.IsHighSurrogate(c) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1]))
            {
                _text.Append(c).Append(value[++i]);
            }
            else if (c < ' ' || c is >= '\u007f' and <= '\u009f' or '\u2028' or '\u2029' or '\ufeff' || char.IsSurrogate(c))
            {
                _text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            }
            else
            {
                _text.Append(c);
            }
        }
    }
}
