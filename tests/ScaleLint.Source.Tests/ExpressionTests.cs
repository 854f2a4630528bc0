namespace ScaleLint.Source.Tests;

public class ExpressionTests
{
    private const string Members = "string? N() => null; bool B() => true; int _f; int[] _a = []; Dictionary<string, int> _d = [];\n";

    private static string Of(string member) => Snippet.Body(Members + member);

    [Fact]
    public void What_may_not_run_is_a_branch() => Assert.Equal("""
        call #0 Direct M:T.B on this of T () : Boolean
        branch ShortCircuit on #0
          arm
            call #1 Direct M:T.B on this of T () : Boolean
          arm
        branch Conditional on &&(#0, #1)
          arm
            call #2 Direct M:T.N on this of T () : String
          arm
        branch Coalesce on ?:(#2, "a")
          arm
            call #3 Direct M:T.N on this of T () : String
            branch ShortCircuit on #3
              arm
                call #4 Direct M:String.Trim on #3 of String () : String
              arm
          arm
        jump Return ??(?:(#2, "a"), #4)
        """, Of("""string? Do() => (B() && B() ? N() : "a") ?? N()?.Trim();"""));

    [Fact]
    public void Throw_expressions_jump() => Assert.Equal("""
        branch Coalesce on parameter 0
          arm
            call #0 New M:ArgumentNullException.#ctor(String) ("s") : ArgumentNullException
            jump Throw #0
          arm
        jump Return ??(parameter 0, ?)
        """, Of("string Do(string? s) => s ?? throw new ArgumentNullException(nameof(s));"));

    [Fact]
    public void Switch_expressions_are_branches_with_a_value() => Assert.Equal("""
        local 0 s : String = parameter 0
        branch Switch on parameter 0
          arm
            call #0 Direct M:String.get_Length on local 0 of String () : Int32
          arm
          arm
            call #1 New M:InvalidOperationException.#ctor () : InvalidOperationException
            jump Throw #1
        jump Return ?:(#0, 1)
        """, Of("int Do(object o) => o switch { string s => s.Length, int and > 3 => 1, _ => throw new InvalidOperationException() };"));

    [Fact]
    public void Constants_are_folded_and_nothing_is_called_for_them() => Assert.Equal("""
        call #0 Direct M:TimeSpan.FromSeconds(Int64) (6) : TimeSpan
        call #1 Direct M:Console.WriteLine(String) ("aDob") : Void
        call #2 Direct M:Console.WriteLine(Object) (6) : Void
        """, Of("""const int K = 3; void Do() { _ = TimeSpan.FromSeconds(K * 2); Console.WriteLine("a" + nameof(Do) + "b"); Console.WriteLine((object)DayOfWeek.Saturday); }"""));

    [Fact]
    public void Values_computed_by_the_language_have_no_call() => Assert.Equal("""
        local 0 t : ValueTuple{Int32,String} = tuple(1, "a")
        local 1 n : Int32[] = new[](parameter 0)
        local 2 an : <anonymous> = new{}(1, this->F:T._f:Int32)
        local 3 x : Int32 = +(length(local 1), index(local 1, 0), local 0->F:ValueTuple`2.Item1:Int32[Public], member(local 2))
        call #0 Direct M:Console.WriteLine(String) (interpolate("a ", local 3, " b")) : Void
        jump Return is(parameter 1, typeof String)
        """, Of("""
        bool Do(int k, object o) {
            var t = (A: 1, B: "a"); var n = new int[k]; var an = new { X = 1, Y = _f };
            var x = n.Length + n[0] + t.A + an.Y;
            Console.WriteLine($"a {x} b");
            return o is string;
        }
        """));

    [Fact]
    public void Operators_and_conversions_with_a_body_are_calls() => Assert.Equal("""
        call #0 Direct M:TimeSpan.op_Multiply(TimeSpan,Double) (parameter 0, 2d) : TimeSpan
        call #1 Direct M:V.op_Implicit(TimeSpan)~V (#0) : V
        call #2 Direct M:V.op_Addition(V,V) (#1, parameter 1) : V
        call #3 Direct M:V.op_AdditionAssignment(Int32) on parameter 1 of V (3) : Void
        jump Return parameter 1
        """, Snippet.Dump(Snippet.Facts("""
        class V {
            public static implicit operator V(TimeSpan t) => new();
            public static V operator +(V a, V b) => a;
            public void operator +=(int n) { }
        }
        class T { V Do(TimeSpan t, V v) { v = t * 2 + v; v += 3; return v; } }
        """), "M:T.Do"));

    [Fact]
    public void Writes_tell_how() => Assert.Equal("""
        write Assign this->F:T._f:Int32 = 1
        write Compound this->F:T._f:Int32 = +(this->F:T._f:Int32, 2)
        write Increment this->F:T._f:Int32 = ++(this->F:T._f:Int32)
        write Element this->F:T._a:Int32[] = 4
        call #0 Direct M:Dictionary`2.set_Item(`0,`1) on this->F:T._d:Dictionary{String,Int32} of Dictionary{String,Int32} ("k", 5) : Void
        branch Coalesce on this->F:T._s:String
          arm
            call #1 Direct M:T.N on this of T () : String
            write Coalesce this->F:T._s:String = #1
          arm
        branch ShortCircuit on parameter 0
          arm
            write Assign parameter 0->F:T._f:Int32 = 6
          arm
        """, Of("""
        string? _s;
        void Do(T? t) { _f = 1; _f += 2; _f++; _a[0] = 4; _d["k"] = 5; _s ??= N(); t?._f = 6; }
        """));

    [Fact]
    public void Outputs_define_what_they_are_written_to() => Assert.Equal("""
        local 0 n : Int32 = out(#0)
        local 1 k : String = element(out(#2))
        local 2 v : Int32 = element(out(#2))
        call #0 Direct M:Int32.TryParse(String,Int32@) ("1", local 0) : Boolean
        call #1 Direct M:Int32.TryParse(String,Int32@) ("2", this->F:T._f:Int32) : Boolean
        write Assign this->F:T._f:Int32 = out(#1)
        call #2 Direct M:KeyValuePair`2.Deconstruct(`0@,`1@) on parameter 0 of KeyValuePair{String,Int32} (?, ?) : Void
        """, Of("""
        void Do(KeyValuePair<string, int> p) { int.TryParse("1", out var n); int.TryParse("2", out _f); var (k, v) = p; }
        """));

    [Fact]
    public void Patterns_call_the_properties_they_look_at() => Assert.Equal("""
        local 0 io : IO.IOException = parameter 0
        local 1 d : Collections.IDictionary = #1
        call #0 Direct M:Exception.get_HResult on parameter 0 of IO.IOException () : Int32
        call #1 Virtual M:Exception.get_Data on parameter 0 of IO.IOException () : Collections.IDictionary
        branch If on is(parameter 0)
          arm
            call #2 Direct M:Console.WriteLine () : Void
          arm
        branch If on !=(parameter 0, null)
          arm
            call #3 Direct M:Console.WriteLine () : Void
          arm
        """, Of("void Do(Exception? e) { if (e is IOException { HResult: 3, Data: var d } io) Console.WriteLine(); if (e is not null) Console.WriteLine(); }"));

    [Fact]
    public void Initialisers_write_to_and_call_on_the_new_object() => Assert.Equal("""
        call #0 New M:P.#ctor () : P
        write Assign #0->P:P.Auto:Int32[Public, Property] = 1
        call #1 Direct M:P.set_Own(String) on #0 of P ("x") : Void
        call #2 Direct M:List`1.Add(`0) on #0->P:P.L:List{Int32}[ReadOnly, Public, Property] of List{Int32} (2) : Void
        call #3 Direct M:Dictionary`2.set_Item(`0,`1) on #0->P:P.D:Dictionary{String,Int32}[ReadOnly, Public, Property] of Dictionary{String,Int32} ("a", 3) : Void
        call #4 New M:Net.Http.HttpClient.#ctor () : Net.Http.HttpClient
        call #5 Direct M:TimeSpan.FromSeconds(Int64) (5) : TimeSpan
        call #6 Direct M:Net.Http.HttpClient.set_Timeout(TimeSpan) on #4 of Net.Http.HttpClient (#5) : Void
        call #7 Direct M:Net.Http.HttpClient.get_DefaultRequestHeaders on #4 of Net.Http.HttpClient () : Net.Http.Headers.HttpRequestHeaders
        call #8 Direct M:Net.Http.Headers.HttpRequestHeaders.set_ConnectionClose(Nullable{Boolean}) on #7 of Net.Http.Headers.HttpRequestHeaders (true) : Void
        write Assign #0->P:P.C:Net.Http.HttpClient[Public, Property] = #4
        """, Snippet.Dump(Snippet.Facts("""
        class P { public int Auto { get; set; } public string Own { get => ""; set { } } public List<int> L { get; } = []; public Dictionary<string, int> D { get; } = []; public HttpClient? C { get; set; } }
        class T { void Do() { _ = new P { Auto = 1, Own = "x", L = { 2 }, D = { ["a"] = 3 }, C = new() { Timeout = TimeSpan.FromSeconds(5), DefaultRequestHeaders = { ConnectionClose = true } } }; } }
        """), "M:T.Do"));

    [Fact]
    public void Queries_are_the_calls_they_stand_for() => Assert.Equal("""
        call #1 Direct M:Linq.Enumerable.Where``1(IEnumerable{``0},Func{``0,Boolean}) <String> of IEnumerable{String} (parameter 0, lambda 0) : IEnumerable{String}
        call #2 Direct M:Linq.Enumerable.Select``2(IEnumerable{``0},Func{``0,``1}) <String, String> of IEnumerable{String} (#1, lambda 1) : IEnumerable{String}
        jump Return #2
        lambda 0  : Boolean
          parameter a : String
          call #0 Direct M:T.B on this of T () : Boolean
          jump Return #0
        lambda 1  : String
          parameter a : String
          jump Return +(parameter 1.0, "x")
        """, Of("""IEnumerable<string> Do(IEnumerable<string> s) => from a in s where B() select a + "x";"""));

    [Fact]
    public void What_binds_at_run_time_is_unknown() => Assert.Equal("""
        call #0 Dynamic ! on parameter 0 (1) : Object
        call #1 Dynamic ! on parameter 0 () : Object
        call #2 Dynamic ! on parameter 1 (3) : Int32
        """, Of("unsafe void Do(dynamic d, delegate*<int, int> f) { d.Foo(1); _ = d.Bar; f(3); }"));

    [Fact]
    public void Collection_expressions_and_params_are_arrays() => Assert.Equal("""
        call #0 Direct M:T.L(List{Int32}) ([1, 2]) : Void
        call #1 Direct M:T.L(List{Int32}) (new[](?, 1, this->F:T._a:Int32[])) : Void
        call #2 Direct M:T.P(Int32[]) ([1, 2]) : Void
        call #3 Direct M:T.P(Int32[]) ([]) : Void
        call #4 Direct M:T.S(ReadOnlySpan{Int32}) ([3]) : Void
        """, Of("""
        static void L(List<int> l) { } static void P(params int[] p) { } static void S(params ReadOnlySpan<int> p) { }
        void Do() { L([1, 2]); L([1, .. _a]); P(1, 2); P(); S(3); }
        """));

    [Fact]
    public void Calls_the_compiler_leaves_out_are_left_out() => Assert.Equal("call #0 Direct M:Console.WriteLine () : Void",
        Of("""void Do() { System.Diagnostics.Debug.Assert(B()); Console.WriteLine(); Never(N()); } [System.Diagnostics.Conditional("NEVER")] void Never(string? s) { }"""));

    [Fact]
    public void A_chain_of_two_thousand_operators_is_read()
    {
        var sum = string.Join(" + ", Enumerable.Repeat("_f", 2000));
        var product = string.Join(" * ", Enumerable.Repeat("_f", 2000));
        Assert.StartsWith("jump Return +(this->F:T._f:Int32, this->", Of($"int Do() => {sum};"), StringComparison.Ordinal);
        Assert.Equal("jump Return ?", Of($"int Do() => {product};"));
    }
}
