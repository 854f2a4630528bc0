namespace ScaleLint.Cli.Reports;

/// <summary>Names of members as people say them.</summary>
internal static class Symbols
{
    /// <summary><c>M:N.Type.Do(System.Int32)</c> becomes <c>Type.Do</c>; anything else stays as it is.</summary>
    public static string Short(string symbol)
    {
        if (symbol.Length < 3 || symbol[1] != ':') return symbol;
        var name = symbol[2..];
        var paren = name.IndexOf('(');
        if (paren >= 0) name = name[..paren];
        var last = name.LastIndexOf('.');
        if (last <= 0 || symbol[0] == 'T') return last < 0 ? name : name[(last + 1)..];
        var type = name.LastIndexOf('.', last - 1);
        return (type < 0 ? name : name[(type + 1)..]).Replace(".#ctor", " constructor", StringComparison.Ordinal);
    }
}
