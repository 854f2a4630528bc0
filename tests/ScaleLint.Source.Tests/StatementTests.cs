namespace ScaleLint.Source.Tests;

public class StatementTests
{
    [Fact]
    public void Loops_know_their_source_bound_and_element() => Assert.Equal("""
        local 0 i : Int32 = 0, ++(local 0)
        local 1 x : Int32 = element([1, 2])
        local 2 y : String = element(parameter 0)
        loop For over <(local 0, 3) at most 3
          call #0 Direct M:T.A on this of T () : Boolean
        loop ForEach over [1, 2] at most 2 as local 1
          call #1 Direct M:T.A on this of T () : Boolean
        loop ForEach over parameter 0 as local 2
        loop While over true
          call #2 Direct M:T.A on this of T () : Boolean
          branch If on #2
            arm
              jump Break
            arm
        loop DoWhile over #3
          condition
            call #3 Direct M:T.A on this of T () : Boolean
        """, Snippet.Body("""
        bool A() => true;
        void Do(List<string> l) {
            for (int i = 0; i < 3; i++) A();
            foreach (var x in new[] { 1, 2 }) A();
            foreach (var y in l) { }
            while (true) { if (A()) break; }
            do { } while (A());
        }
        """));

    [Theory]
    [InlineData("for (int i = 0; i <= 3; i += 2)", "2")]
    [InlineData("for (int i = 9; i > 0; i -= 3)", "3")]
    [InlineData("for (var i = 5; i >= 0; i--)", "6")]
    [InlineData("for (int i = 0; i < N; i++)", "7")]
    [InlineData("for (int i = 0; i < n; i++)", "")]
    [InlineData("for (int i = n; i < 3; i++)", "")]
    [InlineData("for (;;)", "")]
    public void A_for_loop_with_constants_has_a_bound(string loop, string bound)
    {
        var body = Snippet.Body($"const int N = 7; void Do(int n) {{ {loop} Console.WriteLine(); }}");
        var line = body.Split('\n').Single(l => l.StartsWith("loop", StringComparison.Ordinal));
        Assert.Equal(bound, line.Contains("at most ", StringComparison.Ordinal) ? line.Split("at most ")[1] : "");
    }

    [Fact]
    public void An_async_stream_is_a_loop_without_calls_of_its_own() => Assert.Equal("""
        local 0 i : Int32 = element(#1)
        call #0 Direct M:T.S on this of T () : IAsyncEnumerable{Int32}
        call #1 Direct M:TaskAsyncEnumerableExtensions.WithCancellation``1(IAsyncEnumerable{``0},Threading.CancellationToken) <Int32> of IAsyncEnumerable{Int32} (#0, parameter 0) : Runtime.CompilerServices.ConfiguredCancelableAsyncEnumerable{Int32} token Passed
        loop AwaitForEach over #1 as local 0
          call #2 Direct M:Console.WriteLine(Int32) (local 0) : Void
        """, Snippet.Body("""
        IAsyncEnumerable<int> S() => null!;
        async Task Do(CancellationToken c) { await foreach (var i in S().WithCancellation(c).ConfigureAwait(false)) Console.WriteLine(i); }
        """));

    [Fact]
    public void A_label_that_is_jumped_back_to_is_a_loop() => Assert.Equal("""
        loop Goto over ?
          call #0 Direct M:Console.Read () : Int32
          branch If on >(#0, 2)
            arm
              jump Goto
            arm
        """, Snippet.Body("void Do() { again: if (Console.Read() > 2) goto again; }"));

    [Fact]
    public void Every_way_to_hold_a_lock_is_a_lock()
    {
        const string locked = "lock this->F:T._l:Threading.Lock[ReadOnly]\n  write Increment this->F:T._c:Int32 = ++(this->F:T._c:Int32)";
        const string members = "readonly Lock _l = new(); readonly object _o = new(); int _c;\n";
        Assert.Equal(locked, Snippet.Body(members + "void Do() { lock (_l) { _c++; } }"));
        Assert.Equal(locked, Snippet.Body(members + "void Do() { using (_l.EnterScope()) { _c++; } }"));
        Assert.Equal(locked, Snippet.Body(members + "void Do() { using var s = _l.EnterScope(); _c++; }"));
        var monitor = locked.Replace("_l:Threading.Lock", "_o:Object", StringComparison.Ordinal);
        Assert.Equal(monitor, Snippet.Body(members + "void Do() { lock (_o) _c++; }"));
        Assert.Equal(monitor, Snippet.Body(members + "void Do() { Monitor.Enter(_o); try { _c++; } finally { Monitor.Exit(_o); } }"));
        Assert.Equal("local 0 t : Boolean = false\n" + monitor,
            Snippet.Body(members + "void Do() { var t = false; try { Monitor.Enter(_o, ref t); _c++; } finally { if (t) Monitor.Exit(_o); } }"));
    }

    [Fact]
    public void A_using_lives_to_the_end_of_its_block() => Assert.Equal("""
        local 0 a : IO.MemoryStream = #0
        local 1 b : IO.MemoryStream = #1
        local 2 c : IO.MemoryStream = #2
        call #0 New M:IO.MemoryStream.#ctor () : IO.MemoryStream
        using local 0
          call #1 New M:IO.MemoryStream.#ctor () : IO.MemoryStream
          using local 1
            call #2 New M:IO.MemoryStream.#ctor () : IO.MemoryStream
            await using local 2
              call #3 Virtual M:IO.MemoryStream.WriteByte(Byte) on local 2 of IO.MemoryStream (1) : Void
          call #4 Direct M:Console.WriteLine () : Void
        """, Snippet.Body("""
        async Task Do() {
            using var a = new MemoryStream();
            using (var b = new MemoryStream()) {
                await using var c = new MemoryStream();
                c.WriteByte(1);
            }
            Console.WriteLine();
        }
        """));

    [Fact]
    public void Try_catch_and_finally_keep_their_parts() => Assert.Equal("""
        local 0 e : IO.IOException = exception()
        try
          call #0 Direct M:Console.WriteLine () : Void
        catch IO.IOException when
          call #1 Direct M:T.Chk(Exception) on this of T (local 0) : Boolean
          jump Rethrow
        catch Exception
        catch all
          call #2 New M:InvalidOperationException.#ctor(String) ("x") : InvalidOperationException
          jump Throw #2
        finally
          call #3 Direct M:Console.Beep () : Void
        """, Snippet.Body("""
        bool Chk(Exception e) => true;
        void Do() {
            try { Console.WriteLine(); }
            catch (IOException e) when (Chk(e)) { throw; }
            catch (Exception) { }
            catch { throw new InvalidOperationException("x"); }
            finally { Console.Beep(); }
        }
        """));

    [Fact]
    public void Switches_have_an_arm_per_section_and_one_for_nothing_matched() => Assert.Equal("""
        local 0 s : String = parameter 0
        branch Switch on parameter 0
          arm
            call #0 Direct M:String.get_Length on parameter 0 of String () : Int32
            call #1 Direct M:T.Chk(String) on this of T (local 0) : Boolean
            jump Return
          arm
            call #2 Direct M:Console.WriteLine () : Void
          arm
        """, Snippet.Body("""
        bool Chk(string s) => true;
        void Do(object o) {
            switch (o) {
                case string { Length: > 3 } s when Chk(s): return;
                case int: Console.WriteLine(); break;
            }
        }
        """));

    [Fact]
    public void A_break_out_of_a_switch_is_not_one_of_the_loop_around() => Assert.Equal("""
        loop While over true
          branch Switch on parameter 0
            arm
              branch If on parameter 1
                arm
                  jump Goto
                arm
              call #0 Direct M:Console.WriteLine () : Void
            arm
          jump Break
        """, Snippet.Body("void Do(int n, bool b) { while (true) { switch (n) { case 1: if (b) break; Console.WriteLine(); break; } break; } }"));

    [Fact]
    public void Iterators_yield() => Assert.Equal("""
        jump YieldReturn 1
        branch If on parameter 0
          arm
            jump YieldBreak
          arm
        jump YieldReturn 2
        """, Snippet.Body("IEnumerable<int> Do(bool b) { yield return 1; if (b) yield break; yield return 2; }"));

    [Fact]
    public void Code_without_effect_on_anything_leaves_no_node() =>
        Assert.Equal("local 0 x : Int32 = 1, +(local 0, 2)", Snippet.Body("void Do(bool b) { int x = 1; if (b) { x += 2; } ; { } }"));
}
