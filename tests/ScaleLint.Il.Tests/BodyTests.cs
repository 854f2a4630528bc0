namespace ScaleLint.Il.Tests;

/// <summary>Each body must come out the same from Debug and Release builds; <see cref="Snippet.Body"/> compares them.</summary>
public sealed class BodyTests
{
    [Fact]
    public void Awaits_are_modes_of_the_calls_and_seen_through_ConfigureAwait()
    {
        Assert.Equal("""
            call #0 Virtual M:Net.Http.HttpClient.GetStringAsync(String,Threading.CancellationToken) on parameter 0 of Net.Http.HttpClient ("a", parameter 1) : Task{String} await Awaited token Passed
            call #1 Direct M:Console.WriteLine(String) (#0) : Void
            call #2 Virtual M:Net.Http.HttpClient.GetStringAsync(String) on parameter 0 of Net.Http.HttpClient (#0) : Task{String} await Discarded
            call #3 Direct M:Task.Delay(Int32,Threading.CancellationToken) (5, default) : Task await Awaited token Omitted
            jump Return +("x", #0)
            """, Snippet.Body("""
            async Task<string> Do(HttpClient c, CancellationToken t) {
                var r = await c.GetStringAsync("a", t).ConfigureAwait(false);
                Console.WriteLine(r);
                _ = c.GetStringAsync(r);
                await Task.Delay(5, default);
                return "x" + r;
            }
            """));
    }

    [Fact]
    public void A_task_that_is_kept_is_stored_and_awaited_later()
    {
        Assert.Equal("""
            call #0 Virtual M:Net.Http.HttpClient.GetStringAsync(String) on parameter 0 of Net.Http.HttpClient ("a") : Task{String} await Stored
            call #1 Virtual M:Net.Http.HttpClient.GetStringAsync(String) on parameter 0 of Net.Http.HttpClient ("b") : Task{String} await Stored
            await #0
            await #1
            jump Return +(awaited #0, awaited #1)
            """, Snippet.Body("""
            async Task<string> Do(HttpClient c) {
                var a = c.GetStringAsync("a");
                var b = c.GetStringAsync("b");
                return await a + await b;
            }
            """));
    }

    [Fact]
    public void Loops_keep_their_kind_bound_and_element()
    {
        Assert.Equal("""
            local 0 s : String = element(parameter 0)
            local 1 x : Int32 = element(parameter 1)
            local 2 i : Int32 = 0, ++(local 2)
            loop ForEach over parameter 0 as local 0
              call #0 Direct M:Console.WriteLine(String) (local 0) : Void
            loop ForEach over parameter 1 as local 1
              call #1 Direct M:Console.WriteLine(Int32) (local 1) : Void
            loop For over <(local 2, 3) at most 3
              branch If on ==(local 2, 1)
                arm
                  jump Break
                arm
              call #2 Direct M:Console.Beep () : Void
            loop DoWhile over <=(#3, 3)
              condition
                call #3 Direct M:Console.Read () : Int32
            """, Snippet.Body("""
            void Do(List<string> l, int[] a) {
                foreach (var s in l) Console.WriteLine(s);
                foreach (var x in a) Console.WriteLine(x);
                for (var i = 0; i < 3; i++) { if (i == 1) break; Console.Beep(); }
                while (true) { if (Console.Read() > 3) break; }
            }
            """));
    }

    [Fact]
    public void Await_foreach_and_async_streams_keep_their_shape()
    {
        Assert.Equal("""
            local 0 x : Int32 = element(parameter 0)
            loop AwaitForEach over parameter 0 as local 0
              call #0 Direct M:Task.Delay(Int32) (local 0) : Task await Awaited
              jump YieldReturn local 0
            jump YieldReturn 7
            """, Snippet.Body("""
            async IAsyncEnumerable<int> Do(IAsyncEnumerable<int> s) {
                await foreach (var x in s) { await Task.Delay(x); yield return x; }
                yield return 7;
            }
            """));
    }

    [Fact]
    public void Iterators_belong_to_their_member()
    {
        Assert.Equal("""
            local 0 x : Int32 = element(parameter 0)
            loop ForEach over parameter 0 as local 0
              call #0 Direct M:Console.WriteLine(Int32) (local 0) : Void
              jump YieldReturn local 0
            """, Snippet.Body("""
            IEnumerable<int> Do(IEnumerable<int> s) { foreach (var x in s) { Console.WriteLine(x); yield return x; } }
            """));
    }

    [Fact]
    public void Locks_and_usings_are_nodes()
    {
        Assert.Equal("""
            lock this->F:T._gate:Object[ReadOnly]
              call #0 Direct M:Console.Beep () : Void
            lock this->F:T._lock:Threading.Lock[ReadOnly]
              call #1 Direct M:Console.Beep () : Void
            call #2 New M:IO.StringReader.#ctor(String) ("a") : IO.StringReader
            using #2
              call #3 Virtual M:IO.TextReader.ReadLine on #2 of IO.StringReader () : String
            """, Snippet.Body("""
            readonly object _gate = new(); readonly Lock _lock = new();
            void Do() {
                lock (_gate) Console.Beep();
                lock (_lock) Console.Beep();
                using (var r = new StringReader("a")) r.ReadLine();
            }
            """));
    }

    [Fact]
    public void Await_using_is_a_node()
    {
        Assert.Equal("""
            call #0 New M:IO.MemoryStream.#ctor () : IO.MemoryStream
            await using #0
              call #1 Virtual M:IO.Stream.FlushAsync on #0 of IO.MemoryStream () : Task await Awaited
            """, Snippet.Body("""
            async Task Do() { await using var s = new MemoryStream(); await s.FlushAsync(); }
            """));
    }

    [Fact]
    public void Catch_and_finally_that_await_are_put_back()
    {
        Assert.Equal("""
            try
              call #0 Direct M:Task.Delay(Int32) (1) : Task await Awaited
            catch IO.IOException
              call #1 Direct M:Task.Delay(Int32) (2) : Task await Awaited
            finally
              call #2 Direct M:Task.Delay(Int32) (3) : Task await Awaited
            call #3 Direct M:Console.Beep () : Void
            """, Snippet.Body("""
            async Task Do() {
                try { await Task.Delay(1); }
                catch (IOException) { await Task.Delay(2); }
                finally { await Task.Delay(3); }
                Console.Beep();
            }
            """));
    }

    [Fact]
    public void Filters_rethrows_and_swallowed_exceptions_are_told_apart()
    {
        Assert.Equal("""
            try
              call #0 Direct M:Console.Read () : Int32
              jump Return #0
            catch IO.IOException when
              call #1 Virtual M:Exception.get_Message on exception() of IO.IOException () : String
              call #2 Virtual M:String.get_Length on #1 of String () : Int32
              jump Rethrow
            catch Exception
              jump Return -1
            finally
              call #3 Direct M:Console.Beep () : Void
            """, Snippet.Body("""
            int Do() {
                try { return Console.Read(); }
                catch (IOException e) when (e.Message.Length > 2) { throw; }
                catch (Exception) { return -1; }
                finally { Console.Beep(); }
            }
            """));
    }

    [Fact]
    public void Lambdas_and_local_functions_are_credited_to_the_member()
    {
        Assert.Equal("""
            call #0 Local ! lambda 0 (1) : Int32
            call #1 Virtual M:List`1.ForEach(Action{`0}) on parameter 0 of List{Int32} (lambda 1) : Void
            call #2 Virtual M:List`1.ForEach(Action{`0}) on parameter 0 of List{Int32} (method M:Console.WriteLine(Int32)) : Void
            lambda 0 Local : Int32
              parameter q : Int32
              jump Return +(parameter 0.0, parameter 1)
            lambda 1  : Void
              parameter x : Int32
              call #3 Direct M:Console.WriteLine(Int32) (+(parameter 1.0, parameter 1)) : Void
            """, Snippet.Body("""
            void Do(List<int> l, int k) {
                Local(1);
                l.ForEach(x => Console.WriteLine(x + k));
                l.ForEach(Console.WriteLine);
                int Local(int q) => q + k;
            }
            """));
    }

    [Fact]
    public void Auto_properties_are_fields_and_others_are_calls()
    {
        Assert.Equal("""
            write Increment this->P:T.A:Int32[Property] = ++(this->P:T.A:Int32[Property])
            call #0 Direct M:T.get_B on this of T () : Int32
            jump Return #0
            """, Snippet.Body("""
            int A { get; set; }
            int B => A + 1;
            int Do() { A++; return B; }
            """));
    }

    [Fact]
    public void Short_circuits_conditionals_and_null_coalescing_keep_what_runs_on_one_side_only()
    {
        Assert.Equal("""
            branch ShortCircuit on parameter 0
              arm
                call #0 Direct M:Console.Read () : Int32
              arm
            branch If on &&(parameter 0, ==(#0, 1))
              arm
                call #1 Direct M:Console.Beep () : Void
              arm
            branch Conditional on parameter 0
              arm
                call #2 Direct M:Console.ReadLine () : String
              arm
                call #3 Direct M:Console.Read () : Int32
                call #4 Direct M:Convert.ToString(Int32) (#3) : String
            branch Coalesce on parameter 1
              arm
                call #5 Direct M:Console.ReadLine () : String
              arm
            jump Return +(?:(#2, #4), ??(parameter 1, #5))
            """, Snippet.Body("""
            string? Do(bool a, string? s) {
                if (a && Console.Read() == 1) Console.Beep();
                var x = a ? Console.ReadLine() : Convert.ToString(Console.Read());
                return x + (s ?? Console.ReadLine());
            }
            """));
    }

    [Fact]
    public void Interpolated_strings_arrays_typeof_and_initialisers_are_operands()
    {
        Assert.Equal("""
            call #0 Direct M:Console.WriteLine(String) (interpolate("a", parameter 0, "b")) : Void
            call #1 Direct M:Console.WriteLine(String,ReadOnlySpan{Object}) ("x", [1, parameter 0, 3, 4]) : Void
            call #2 Direct M:Task.WhenAll(Task[]) ([parameter 1, parameter 1]) : Task await Discarded
            call #3 Direct M:Activator.CreateInstance(Type) (typeof List{Int32}) : Object
            call #4 New M:UriBuilder.#ctor () : UriBuilder
            call #5 Virtual M:UriBuilder.set_Port(Int32) on #4 of UriBuilder (8) : Void
            """, Snippet.Body("""
            void Do(int i, Task t) {
                Console.WriteLine($"a{i}b");
                Console.WriteLine("x", 1, i, 3, 4);
                Task.WhenAll(new[] { t, t });
                Activator.CreateInstance(typeof(List<int>));
                _ = new UriBuilder { Port = 8 };
            }
            """));
    }
}
