using ScaleLint.Graph.Facts;

namespace ScaleLint.Source.Tests;

public class TypeTests
{
    private static string Type(AssemblyFacts facts, string name) =>
        Snippet.Shorten(FactsDump.Type(facts.Types.Single(t => t.Name == name), positions: false)).TrimEnd();

    private static IEnumerable<string> Methods(AssemblyFacts facts, string type) =>
        facts.Types.Single(t => t.Name == type).Methods.Select(m => $"{m.Id} [{m.Flags}]");

    [Fact]
    public void A_type_tells_its_bases_fields_attributes_and_what_it_names() => Assert.Equal("""
        type N.A Class [Public] : N.B`1, IEnumerable`1, Collections.IEnumerable, IDisposable
          of N.B{Int32}
          of IEnumerable{String}
          attribute ObsoleteAttribute ("x")
          names N.B`1 x1
          names IEnumerable`1 x1
          names IEnumerator`1 x1
          names Collections.IEnumerator x1
          names IDisposable x1
          names NotImplementedException x1
          names ObsoleteAttribute x1
          names ThreadStaticAttribute x1
          names TimeSpan x2
          field F:N.A.K : Int32 [Static, Const, Public]
          field F:N.A._t : TimeSpan [Static, ThreadStatic]
            attribute ThreadStaticAttribute ()
          field F:N.A._v : Boolean [Volatile]
          field P:N.A.Auto : TimeSpan [ReadOnly, Public, Property]
        """, Strip(Type(Snippet.Facts("""
        namespace N;
        public class B<T> { }
        [Obsolete("x")]
        public class A : B<int>, IDisposable, IEnumerable<string> {
            public const int K = 3;
            [ThreadStatic] static TimeSpan _t;
            volatile bool _v;
            public TimeSpan Auto { get; init; }
            public int Full => K;
            public void Dispose() { }
            public IEnumerator<string> GetEnumerator() => throw new NotImplementedException();
            System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
        }
        """), "N.A")));

    /// <summary>Methods are other tests' matter.</summary>
    private static string Strip(string dump) => dump[..dump.IndexOf("\n  method", StringComparison.Ordinal)];

    [Fact]
    public void Kinds_flags_and_nested_names() => Assert.Equal(
        ["D Delegate [Sealed, Public]", "E Enum [Sealed]", "I Interface [Abstract]", "O`1 Class [None]", "O`1.N`1 Class [Public]", "R Class [Record]", "S Class [Static]", "V Struct [Sealed]", "X Class [Abstract]"],
        Snippet.Facts("""
            public delegate void D(); enum E { A } interface I { } class O<T> { public class N<U> { } } record R; static class S { } struct V { } abstract class X { }
            """).Types.Select(t => $"{t.Name} {t.Kind} [{t.Flags}]"));

    [Fact]
    public void Initialisers_belong_to_every_constructor_that_does_not_call_another() => Assert.Equal("""
        type T Class [None] : B
          field F:T.S : Net.Http.HttpClient [Static]
          field F:T._a : Object [None]
          field P:T.P : Int32 [ReadOnly, Public, Property]
          method M:T.#cctor : Void [Static, StaticConstructor]
            call #0 New M:Net.Http.HttpClient.#ctor () : Net.Http.HttpClient
            write Assign F:T.S:Net.Http.HttpClient[Static] = #0
          method M:T.#ctor : Void [Constructor, Public]
            call #0 New M:Object.#ctor () : Object
            write Assign this->F:T._a:Object = #0
            write Assign this->P:T.P:Int32[ReadOnly, Public, Property] = 3
            call #1 Direct M:B.#ctor on this of B () : Void
            write Assign this->P:T.P:Int32[ReadOnly, Public, Property] = 4
          method M:T.#ctor(Int32) : Void [Constructor, Public]
            parameter n : Int32
            call #0 Direct M:T.#ctor on this of T () : Void
        """, WithoutNames(Type(Snippet.Facts("""
        class B { }
        class T : B {
            object _a = new(); public int P { get; } = 3; static HttpClient S = new();
            public T() { P = 4; }
            public T(int n) : this() { }
        }
        """), "T")));

    private static string WithoutNames(string dump) =>
        string.Join("\n", dump.Split('\n').Where(l => !l.StartsWith("  names", StringComparison.Ordinal)));

    [Fact]
    public void Implicit_constructors_run_initialisers_and_bases()
    {
        var facts = Snippet.Facts("class A { HttpClient _c = new(); } class B : A { } class C { static readonly object O = new(); }");
        Assert.Equal("call #0 New M:Net.Http.HttpClient.#ctor () : Net.Http.HttpClient\nwrite Assign this->F:A._c:Net.Http.HttpClient = #0", Snippet.Dump(facts, "M:A.#ctor"));
        Assert.Equal("call #0 Direct M:A.#ctor on this of A () : Void", Snippet.Dump(facts, "M:B.#ctor"));
        Assert.Equal("call #0 New M:Object.#ctor () : Object\nwrite Assign F:C.O:Object[Static, ReadOnly] = #0", Snippet.Dump(facts, "M:C.#cctor"));
    }

    [Fact]
    public void Captured_parameters_of_a_primary_constructor_are_fields()
    {
        var facts = Snippet.Facts("""
            class Base(int x) { int X => x; }
            class T(string used, int passed, bool copied) : Base(passed) {
                readonly bool _b = copied;
                string Do() => used + _b;
            }
            """);
        Assert.Equal(["F:T._b", "F:T.{used}P"], facts.Types.Single(t => t.Name == "T").Fields.Select(f => f.Id));
        Assert.Equal("""
            write Assign this->F:T.{used}P:String = parameter 0
            write Assign this->F:T._b:Boolean[ReadOnly] = parameter 2
            call #0 Direct M:Base.#ctor(Int32) on this of Base (parameter 1) : Void
            """, Snippet.Dump(facts, "M:T.#ctor"));
        Assert.Equal("jump Return +(this->F:T.{used}P:String, this->F:T._b:Boolean[ReadOnly])", Snippet.Dump(facts, "M:T.Do"));
    }

    [Fact]
    public void Records_set_their_properties()
    {
        var facts = Snippet.Facts("record R(int A) { public string B { get; init; } = \"x\"; } record R2(int A) : R(A * 2);");
        Assert.Equal(["M:R.#ctor(System.Int32) [Constructor, Public]"], Methods(facts, "R"));
        Assert.Equal("write Assign this->P:R.A:Int32[ReadOnly, Public, Property] = parameter 0\nwrite Assign this->P:R.B:String[ReadOnly, Public, Property] = \"x\"",
            Snippet.Dump(facts, "M:R.#ctor"));
        Assert.Equal("call #0 Direct M:R.#ctor(Int32) on this of R (*(parameter 0, 2)) : Void", Snippet.Dump(facts, "M:R2.#ctor"));
    }

    [Fact]
    public void Properties_with_bodies_are_calls_and_others_are_fields()
    {
        var facts = Snippet.Facts("""
            class P {
                public int Auto { get; set; }
                public string Own { get => ""; set { } }
                public string Half { get; set => field = value.Trim(); } = "";
                public int this[int i] { get => i; set { } }
                void Do(P p) { p.Auto = p.Auto + 1; p.Own += "x"; p.Half = p.Half; p[1]++; }
            }
            """);
        Assert.Equal("""
            write Assign parameter 0->P:P.Auto:Int32[Public, Property] = +(parameter 0->P:P.Auto:Int32[Public, Property], 1)
            call #0 Direct M:P.get_Own on parameter 0 of P () : String
            call #1 Direct M:P.set_Own(String) on parameter 0 of P (+(#0, "x")) : Void
            call #2 Direct M:P.set_Half(String) on parameter 0 of P (parameter 0->P:P.Half:String[Public, Property]) : Void
            call #3 Direct M:P.get_Item(Int32) on parameter 0 of P (1) : Int32
            call #4 Direct M:P.set_Item(Int32,Int32) on parameter 0 of P (1, ++(#3)) : Void
            """, Snippet.Dump(facts, "M:P.Do"));
        Assert.Equal("call #0 Direct M:String.Trim on parameter 0 of String () : String\nwrite Assign this->P:P.Half:String[Public, Property] = #0", Snippet.Dump(facts, "M:P.set_Half"));
        Assert.DoesNotContain(Methods(facts, "P"), m => m.Contains("Auto", StringComparison.Ordinal));
    }

    [Fact]
    public void Bodiless_accessors_reached_through_an_interface_have_facts()
    {
        var facts = Snippet.Facts("interface I { string N { get; } } class C : I { public string N { get; set; } = \"\"; }");
        var getter = Snippet.Method(facts, "M:C.get_N");
        Assert.Equal([new MemberRef("App", "M:I.get_N")], getter.Overrides);
        Assert.EndsWith("jump Return this->P:C.N:String[Public, Property]", Snippet.Dump(facts, "M:C.get_N"), StringComparison.Ordinal);
        Assert.DoesNotContain(Methods(facts, "C"), m => m.Contains("set_N", StringComparison.Ordinal));
    }

    [Fact]
    public void Overrides_lists_base_members_then_interface_members()
    {
        var facts = Snippet.Facts("""
            interface I { void M(); void X(); }
            abstract class A { public abstract void M(); }
            class B : A { public override void M() { } }
            class C : B, I { public override void M() { } void I.X() { } public override string ToString() => ""; }
            """);
        Assert.Equal(["M:B.M", "M:A.M", "M:I.M"], Snippet.Method(facts, "M:C.M").Overrides.Select(m => m.Id));
        Assert.Equal(["M:I.X"], Snippet.Method(facts, "M:C.I#X").Overrides.Select(m => m.Id));
        Assert.Equal(["M:System.Object.ToString"], Snippet.Method(facts, "M:C.ToString").Overrides.Select(m => m.Id));
    }

    [Fact]
    public void Events_are_written_to()
    {
        var facts = Snippet.Facts("""
            class T {
                public event EventHandler? E;
                void H(object? s, EventArgs e) { }
                void Do(T t) { t.E += H; t.E -= H; AppDomain.CurrentDomain.ProcessExit += (s, e) => H(s, e); E?.Invoke(this, EventArgs.Empty); }
            }
            """);
        Assert.Equal("""
            write Event parameter 0->E:T.E:EventHandler[Public] = method this->M:T.H(Object,EventArgs)
            write Event parameter 0->E:T.E:EventHandler[Public] = method this->M:T.H(Object,EventArgs)
            call #0 Direct M:AppDomain.get_CurrentDomain () : AppDomain
            write Event #0->E:AppDomain.ProcessExit:EventHandler[Public] = lambda 0
            branch ShortCircuit on this->E:T.E:EventHandler[Public]
              arm
                call #2 Delegate M:EventHandler.Invoke(Object,EventArgs) on this->E:T.E:EventHandler[Public] of EventHandler (this, F:EventArgs.Empty:EventArgs[Static, ReadOnly, Public]) : Void
              arm
            lambda 0  : Void
              parameter s : Object
              parameter e : EventArgs
              call #1 Direct M:T.H(Object,EventArgs) on this of T (parameter 0.0, parameter 0.1) : Void
            """, Snippet.Dump(facts, "M:T.Do"));
    }

    [Fact]
    public void Partial_members_are_one()
    {
        var facts = Snippet.Facts("""
            partial class T { partial void Done(int a); partial void Never(); public partial string P { get; set; } public partial T(int q); }
            partial class T {
                partial void Done(int a) { Console.WriteLine(a); }
                public partial string P { get { Done(3); return ""; } set { } }
                public partial T(int q) { Done(q); Never(); }
            }
            """);
        Assert.Equal(
            ["M:T.#ctor(System.Int32) [Constructor, Public]", "M:T.Done(System.Int32) [None]", "M:T.get_P [Public, Accessor]", "M:T.set_P(System.String) [Public, Accessor]"],
            Methods(facts, "T"));
        Assert.Equal("call #0 Direct M:T.Done(Int32) on this of T (parameter 0) : Void", Snippet.Dump(facts, "M:T.#ctor"));
        Assert.Equal("call #0 Direct M:T.Done(Int32) on this of T (3) : Void\njump Return \"\"", Snippet.Dump(facts, "M:T.get_P"));
        Assert.Equal("call #0 Direct M:Console.WriteLine(Int32) (parameter 0) : Void", Snippet.Dump(facts, "M:T.Done"));
    }

    [Fact]
    public void Extensions_old_and_new_are_static_methods()
    {
        var facts = Snippet.Facts("""
            static class X {
                extension(string s) {
                    public int Twice(int n) => s.Length * n;
                    public bool IsLong => s.Length > 10;
                    public static string Make(int n) => new('x', n);
                }
                public static int Old(this string s, int k = 3) => k;
            }
            class T { void Do(string p) { p.Twice(2); _ = p.IsLong; string.Make(3); p.Old(); } }
            """);
        Assert.Equal(
            ["M:X.Make(System.Int32) [Static, Public]", "M:X.Old(System.String,System.Int32) [Static, Public, Extension]", "M:X.Twice(System.String,System.Int32) [Static, Public, Extension]",
                "M:X.get_IsLong(System.String) [Static, Public, Accessor]"],
            Methods(facts, "X"));
        Assert.Equal("""
            call #0 Direct M:X.Twice(String,Int32) of String (parameter 0, 2) : Int32
            call #1 Direct M:X.get_IsLong(String) of String (parameter 0) : Boolean
            call #2 Direct M:X.Make(Int32) (3) : String
            call #3 Direct M:X.Old(String,Int32) of String (parameter 0, default) : Int32
            """, Snippet.Dump(facts, "M:T.Do"));
        Assert.Equal("call #0 Direct M:String.get_Length on parameter 0 of String () : Int32\njump Return *(#0, parameter 1)", Snippet.Dump(facts, "M:X.Twice"));
    }

    [Fact]
    public void A_program_without_a_class_has_a_main()
    {
        var facts = Snippet.Facts("""
            var n = args.Length;
            await Task.Delay(n);
            void Loc(int k) => Console.WriteLine(k);
            Loc(2);
            """, Microsoft.CodeAnalysis.OutputKind.ConsoleApplication);
        Assert.Equal(OutputKind.Executable, facts.Output);
        var main = facts.Types.Single().Methods.Single(m => m.Flags.HasFlag(MethodFlags.Main));
        Assert.Equal("M:Program.{Main}$(System.String[])", main.Id);
        Assert.Equal(1, main.At.Line);
        Assert.Equal("""
            local 0 n : Int32 = length(parameter 0)
            call #0 Direct M:Task.Delay(Int32) (local 0) : Task await Awaited token OverloadAvailable
            call #2 Local ! lambda 0 (2) : Void
            lambda 0 Loc : Void
              parameter k : Int32
              call #1 Direct M:Console.WriteLine(Int32) (parameter 0.0) : Void
            """, Snippet.Dump(facts, main.Id));
    }

    [Fact]
    public void External_types_come_with_all_they_derive_from()
    {
        var facts = Snippet.Facts("class T { void Do(FileStream f) { } }");
        Assert.Equal(["System.IAsyncDisposable", "System.IDisposable", "System.IO.FileStream", "System.IO.Stream", "System.MarshalByRefObject"],
            facts.Externals.Select(e => e.Type.Name).Where(n => n != "System.Object"));
        Assert.Equal("System.IO.Stream", facts.Externals.Single(e => e.Type.Name == "System.IO.FileStream").Base!.Value.Name);
        Assert.Contains(facts.References, r => r.StartsWith("System.", StringComparison.Ordinal));
    }

    [Fact]
    public void Dispatch_tells_virtual_calls_from_direct_ones() => Assert.Equal(
        ["Virtual M:I.M", "Virtual M:A.V", "Direct M:A.D", "Direct M:S.V", "Direct M:A.V", "Virtual M:A.V"],
        Snippet.Facts("""
            interface I { void M(); }
            class A { public virtual void V() { } public void D() { } }
            sealed class S : A { public override void V() { } }
            class T : A { void Do(I i, A a, S s) { i.M(); a.V(); a.D(); s.V(); base.V(); V(); } }
            """).Types.Single(t => t.Name == "T").Methods.Single(m => m.Id.StartsWith("M:T.Do", StringComparison.Ordinal))
            .Body is SequenceNode { Steps: var steps } ? steps.OfType<CallNode>().Select(c => $"{c.Kind} {c.Callee.Id}") : []);
}
