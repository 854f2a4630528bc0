namespace ScaleLint.Fuzz;

/// <summary>Damage to a text whose parts are known: tokens and nodes that are deleted, doubled, swapped and put where they do not belong.</summary>
public static class CodeMutation
{
    private static readonly string[] Words =
    [
        "await ", "async ", "yield return ", "static ", "partial ", "ref ", "out ", "this", "base", "null!", "default", "new()", "dynamic ", "var ", "lock (this) ", "using ", "throw ", "goto a; a: ", "checked(", "stackalloc int[3]", "=> ", "..", "?.", "??=", "!",
        "switch { _ => 1 }", "is not { Length: > 3 }", "[1, ..x]", "with { }", "extension(string s) { public int Q => 1; }", "field", "required ", "record struct R(int A);", "file class F;", "#if A\n", "#endif\n", "#pragma warning disable\n", "#line 5 \"x.cs\"\n", "/*", "*/", "//", "\"", "$\"{", "\"\"\"", "'", "{", "}", "(", ")", "<", ">", ";",
        "unsafe ", "fixed ", "delegate*<int, void> ", "nameof(", "typeof(", "__arglist", "class C<T> : C<C<T>> { }", "interface I : I { }", "enum E : E { A = A }", "int this[int i] => this[i];", "~C() { }", "operator +",
    ];

    /// <summary>A text with one to six changes.</summary>
    /// <param name="parts">Start and length of its tokens and nodes.</param>
    public static string Of(Random random, string text, IReadOnlyList<(int Start, int Length)> parts)
    {
        // From the end on, so that places before a change stay where they were.
        var changes = Enumerable.Range(0, random.Next(1, 7)).Select(_ => parts[random.Next(parts.Count)]).OrderByDescending(x => x.Start).ToList();
        var end = text.Length;
        foreach (var (start, length) in changes)
        {
            if (start + length > end) continue;
            end = start;
            var part = text.Substring(start, length);
            var (from, count) = parts[random.Next(parts.Count)];
            var other = count < 2000 ? Substring(text, from, count) : "";
            var put = random.Next(6) switch
            {
                0 => "",
                1 => part + " " + part,
                2 => other,
                3 => part + " " + other,
                4 => Words[random.Next(Words.Length)],
                _ => Words[random.Next(Words.Length)] + part,
            };
            text = text[..start] + put + text[(start + length)..];
        }
        return text;
    }

    private static string Substring(string text, int from, int count) => from + count <= text.Length ? text.Substring(from, count) : "";
}
