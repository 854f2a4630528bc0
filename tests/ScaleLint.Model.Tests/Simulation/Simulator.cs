using static ScaleLint.Model.Step;

namespace ScaleLint.Model.Tests;

/// <summary>
/// A discrete-event simulation of a system file, written apart from the solver: every request walks its steps, every slot is a server,
/// every queue first come first served. Failures, deadlines and background work included.
/// </summary>
internal sealed class Simulator
{
    private readonly SystemFile _file;
    private readonly Random _random;
    private readonly PriorityQueue<Action, (double Time, long Order)> _events = new();
    private readonly Dictionary<string, Pool> _pools = [];
    private readonly Dictionary<Breaker, Circuit> _circuits = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, Resource> _resources;
    private readonly Dictionary<string, Operation> _operations;
    private readonly double _warmUp;
    private double _now;
    private long _order;

    public Simulator(SystemFile file, int seed, double warmUpMs)
    {
        _file = file;
        _random = new Random(seed);
        _warmUp = warmUpMs;
        _resources = file.Resources.ToDictionary(r => r.Id);
        _operations = file.Operations.ToDictionary(o => o.Id);
        foreach (var resource in file.Resources)
        {
            _pools.Add(resource.Id, new Pool(resource.Slots is { } slots ? slots * resource.Replicas : double.PositiveInfinity));
        }

        foreach (var service in file.Services)
        {
            _pools.Add(service.Id + ":cpu", new Pool(service.CpuCores is { } cores ? cores * service.Instances : double.PositiveInfinity));
            _pools.Add(service.Id + ":threads", new Pool(service.Threads is { } threads ? threads * service.Instances : double.PositiveInfinity));
        }

        Times = file.Operations.ToDictionary(o => o.Id, _ => new List<double>());
        Successes = file.Operations.ToDictionary(o => o.Id, _ => 0L);
    }

    /// <summary>Response times in ms of requests from outside that ended after the warm-up.</summary>
    public Dictionary<string, List<double>> Times { get; }

    public Dictionary<string, long> Successes { get; }

    public double MeasuredMs => _now - _warmUp;

    public void Run(double untilMs)
    {
        foreach (var operation in _file.Operations)
        {
            if (operation.Users is { } users)
            {
                for (var i = 0; i < users; i++)
                {
                    After(Exponential(operation.ThinkMs!.Value), () => Think(operation));
                }
            }
            else if (operation.RatePerSecond > 0)
            {
                After(Exponential(1000 / operation.RatePerSecond), () => Arrive(operation));
            }
        }

        while (_events.TryDequeue(out var action, out var at) && at.Time < untilMs)
        {
            _now = at.Time;
            action();
        }

        _now = untilMs;
    }

    private void Arrive(Operation operation)
    {
        After(Exponential(1000 / operation.RatePerSecond), () => Arrive(operation));
        Request(operation, () => { });
    }

    private void Think(Operation operation) => Request(operation, () => After(Exponential(operation.ThinkMs!.Value), () => Think(operation)));

    private void Request(Operation operation, Action then)
    {
        var start = _now;
        Start(operation, new Scope(), ok =>
        {
            if (_now > _warmUp)
            {
                Times[operation.Id].Add(_now - start);
                Successes[operation.Id] += ok ? 1 : 0;
            }

            then();
        });
    }

    private void Start(Operation operation, Scope scope, Action<bool> done)
    {
        var service = operation.Service is null ? null : _file.Services.Single(s => s.Id == operation.Service);
        if (service is { ThreadsBlock: true, Threads: not null })
        {
            var threads = _pools[service.Id + ":threads"];
            threads.Take(() => Walk(operation.Does, service, scope, ok =>
            {
                threads.Free();
                done(ok);
            }));
        }
        else
        {
            Walk(operation.Does, service, scope, done);
        }
    }

    private void Walk(Step step, Service? service, Scope scope, Action<bool> done)
    {
        switch (step)
        {
            case Cpu s: Work(s, service, done); break;
            case Call s: Calls(s, (int)s.Times, scope, done); break;
            case Invoke s: Start(_operations[s.Operation], scope, done); break;
            case Publish s:
                Use(s.Queue, scope, ok =>
                {
                    if (ok && _resources[s.Queue].Consumer is { } consumer)
                    {
                        Start(_operations[consumer], new Scope(), _ => { });
                    }

                    done(ok);
                });
                break;
            case Sequence s: Each(s.Steps, 0, service, scope, done); break;
            case Loop s: Rounds(s, (int)s.Count, service, scope, done); break;
            case Step.Parallel s:
                var left = s.Steps.Count;
                var all = true;
                foreach (var branch in s.Steps)
                {
                    Walk(branch, service, scope, ok =>
                    {
                        all &= ok;
                        if (--left == 0)
                        {
                            done(all);
                        }
                    });
                }

                break;
            case Race s:
                var raced = false;
                foreach (var branch in s.Steps)
                {
                    Walk(branch, service, scope, ok => Once(ref raced, () => done(ok)));
                }

                break;
            case Branch s:
                var draw = _random.NextDouble();
                var arm = s.Arms.FirstOrDefault(a => (draw -= a.P) < 0) ?? s.Arms[^1];
                Walk(arm.Step, service, scope, done);
                break;
            case Step.Timeout s:
                var ended = false;
                After(s.Ms, () => Once(ref ended, () => done(false)));
                Walk(s.Body, service, scope, ok => Once(ref ended, () => done(ok)));
                break;
            case Retry s:
                // The total cuts whatever attempt is on its way; that one works on, no other starts.
                var cut = false;
                if (s.TotalMs is { } total)
                {
                    After(total, () => Once(ref cut, () => done(false)));
                }

                Attempt(s, 1, service, scope, () => cut, ok => Once(ref cut, () => done(ok)));
                break;
            case Breaker s: Break(s, service, scope, done); break;
            case Cache s:
                After(Draw(s.Time), () =>
                {
                    if (_random.NextDouble() < s.Hit)
                    {
                        done(true);
                    }
                    else
                    {
                        Walk(s.Body, service, scope, done);
                    }
                });
                break;
            case Hedge s: Hedged(s, service, scope, done); break;
            case Fallback s: Next(s, 0, service, scope, done); break;
            case Hold s:
                var holder = new Scope(scope) { Held = [.. scope.Held, s.Resource] };
                if (scope.Held.Contains(s.Resource))
                {
                    Walk(s.Body, service, holder, done);
                    break;
                }

                _pools[s.Resource].Take(() =>
                {
                    if (Fails(s.Resource, scope))
                    {
                        _pools[s.Resource].Free();
                        done(false);
                        return;
                    }

                    Walk(s.Body, service, holder, ok =>
                    {
                        _pools[s.Resource].Free();
                        done(ok);
                    });
                });
                break;
            case Background s:
                Walk(s.Body, service, new Scope(), _ => { });
                done(true);
                break;
            default: throw new NotSupportedException(step.GetType().Name);
        }
    }

    private void Each(IReadOnlyList<Step> steps, int at, Service? service, Scope scope, Action<bool> done)
    {
        if (at == steps.Count)
        {
            done(true);
            return;
        }

        Walk(steps[at], service, scope, ok =>
        {
            if (ok)
            {
                Each(steps, at + 1, service, scope, done);
            }
            else
            {
                done(false);
            }
        });
    }

    private void Rounds(Loop loop, int left, Service? service, Scope scope, Action<bool> done)
    {
        if (left == 0)
        {
            done(true);
            return;
        }

        Walk(loop.Body, service, scope, ok =>
        {
            if (ok)
            {
                Rounds(loop, left - 1, service, scope, done);
            }
            else
            {
                done(false);
            }
        });
    }

    private void Attempt(Retry retry, int number, Service? service, Scope scope, Func<bool> isOver, Action<bool> done) =>
        Walk(retry.Body, service, scope.Afresh(), ok =>
        {
            if (ok || number >= retry.Attempts)
            {
                done(ok);
            }
            else
            {
                After(retry.BackoffMs, () =>
                {
                    if (!isOver())
                    {
                        Attempt(retry, number + 1, service, scope, isOver, done);
                    }
                });
            }
        });

    /// <summary>A sliding window judged at every failure; after the break one call probes, and its success clears the window.</summary>
    private void Break(Breaker breaker, Service? service, Scope scope, Action<bool> done)
    {
        if (!_circuits.TryGetValue(breaker, out var circuit))
        {
            _circuits.Add(breaker, circuit = new Circuit());
        }

        if (_now < circuit.OpenUntil || circuit.Probing)
        {
            done(false);
            return;
        }

        var probes = circuit.OpenUntil > 0;
        circuit.Probing = probes;
        Walk(breaker.Body, service, scope, ok =>
        {
            if (probes)
            {
                circuit.Probing = false;
                circuit.Seen.Clear();
                circuit.OpenUntil = ok ? 0 : _now + breaker.BreakMs;
            }
            else if (circuit.OpenUntil <= 0)
            {
                circuit.Seen.Enqueue((_now, ok));
                while (circuit.Seen.Peek().Time < _now - breaker.SamplingMs)
                {
                    circuit.Seen.Dequeue();
                }

                if (!ok && circuit.Seen.Count >= breaker.MinimumThroughput && circuit.Seen.Count(x => !x.Succeeded) >= breaker.FailureRatio * circuit.Seen.Count)
                {
                    circuit.OpenUntil = _now + breaker.BreakMs;
                }
            }

            done(ok);
        });
    }

    private void Hedged(Hedge hedge, Service? service, Scope scope, Action<bool> done)
    {
        var won = false;
        var failed = 0;
        void End(bool ok)
        {
            if (ok)
            {
                Once(ref won, () => done(true));
            }
            else if (++failed == 2)
            {
                Once(ref won, () => done(false));
            }
        }

        Walk(hedge.Body, service, scope, End);
        After(hedge.AfterMs, () =>
        {
            if (!won)
            {
                Walk(hedge.Body, service, scope, End);
            }
        });
    }

    private void Next(Fallback fallback, int at, Service? service, Scope scope, Action<bool> done) =>
        Walk(fallback.Steps[at], service, scope, ok =>
        {
            if (ok || at + 1 == fallback.Steps.Count)
            {
                done(ok);
            }
            else
            {
                Next(fallback, at + 1, service, scope, done);
            }
        });

    private void Calls(Call call, int left, Scope scope, Action<bool> done)
    {
        if (left == 0)
        {
            done(true);
            return;
        }

        Use(call.Resource, scope, ok =>
        {
            if (ok)
            {
                Calls(call, left - 1, scope, done);
            }
            else
            {
                done(false);
            }
        });
    }

    private void Use(string id, Scope scope, Action<bool> done)
    {
        var held = scope.Held.Contains(id);
        var pool = _pools[id];
        void Serve() => After(Draw(_resources[id].Time), () =>
        {
            if (!held)
            {
                pool.Free();
            }

            done(!Fails(id, scope));
        });
        if (held)
        {
            Serve();
        }
        else
        {
            pool.Take(Serve);
        }
    }

    private void Work(Cpu cpu, Service? service, Action<bool> done)
    {
        if (service is null)
        {
            After(Exponential(cpu.Ms), () => done(true));
            return;
        }

        var cores = _pools[service.Id + ":cpu"];
        var threads = service.ThreadsBlock ? null : _pools[service.Id + ":threads"];
        void Run() => cores.Take(() => After(Exponential(cpu.Ms), () =>
        {
            cores.Free();
            threads?.Free();
            done(true);
        }));
        if (threads is null)
        {
            Run();
        }
        else
        {
            threads.Take(Run);
        }
    }

    private bool Fails(string id, Scope scope)
    {
        var resource = _resources[id];
        if (resource.Failure <= 0)
        {
            return false;
        }

        var (common, alone) = CommonCause.Split(resource.Failure, resource.CommonCause, resource.Replicas);
        return scope.Request.Once(id, () => _random.NextDouble() < common) || scope.Draws.Once(id, () => _random.NextDouble() < alone);
    }

    private double Draw(TimeShape shape) => shape switch
    {
        TimeShape.Exponential t => Exponential(t.MeanMs),
        TimeShape.Constant t => t.MeanMs,
        TimeShape.Lognormal t => t.MedianMs * Math.Exp(Math.Log(t.P99Ms / t.MedianMs) / TimeLaw.Z99 * Normal()),
        TimeShape.Gamma t => t.Scv == 0 ? t.MeanMs : MathNet.Numerics.Distributions.Gamma.Sample(_random, 1 / t.Scv, 1 / (t.MeanMs * t.Scv)),
        _ => throw new NotSupportedException(),
    };

    private double Normal() => Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());

    private double Exponential(double mean) => -mean * Math.Log(1 - _random.NextDouble());

    private void After(double ms, Action action) => _events.Enqueue(action, (_now + ms, _order++));

    private static void Once(ref bool done, Action action)
    {
        if (!done)
        {
            done = true;
            action();
        }
    }

    private sealed class Circuit
    {
        public Queue<(double Time, bool Succeeded)> Seen { get; } = new();

        /// <summary>0 while closed.</summary>
        public double OpenUntil { get; set; }

        public bool Probing { get; set; }
    }

    private sealed class Draws
    {
        private readonly Dictionary<string, bool> _known = [];

        public bool Once(string id, Func<bool> draw)
        {
            if (!_known.TryGetValue(id, out var value))
            {
                value = draw();
                _known.Add(id, value);
            }

            return value;
        }
    }

    /// <summary>What one request, or one attempt within it, has in hand and has drawn.</summary>
    private sealed class Scope
    {
        public Scope()
        {
        }

        public Scope(Scope outer)
        {
            Request = outer.Request;
            Draws = outer.Draws;
            Held = outer.Held;
        }

        public Draws Request { get; private init; } = new();

        public Draws Draws { get; private init; } = new();

        public IReadOnlyList<string> Held { get; init; } = [];

        public Scope Afresh() => new() { Request = Request, Held = Held };
    }

    private sealed class Pool(double slots)
    {
        private readonly Queue<Action> _waiting = new();
        private double _free = slots;

        public void Take(Action action)
        {
            if (_free > 0)
            {
                _free--;
                action();
            }
            else
            {
                _waiting.Enqueue(action);
            }
        }

        public void Free()
        {
            if (_waiting.TryDequeue(out var next))
            {
                next();
            }
            else
            {
                _free++;
            }
        }
    }
}
