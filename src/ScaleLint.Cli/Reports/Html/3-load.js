const charts = [];
const steps = [-2, -1, 0, 1, 2, 3, 4, 5, 6].flatMap(e => [1, 2, 5].map(d => d * Math.pow(10, e)));
const quiet = { displayModeBar: false, responsive: true };
function colour(name) { return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim(); }
function axis(title, more) { return Object.assign({ title: { text: title, standoff: 8 }, gridcolor: colour("line"), zeroline: false, linecolor: colour("line"), automargin: true, fixedrange: true }, more); }
function layout(more) {
  return Object.assign({ paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)", font: { family: "system-ui, sans-serif", size: 12, color: colour("text") },
    margin: { l: 60, r: 16, t: 16, b: 44 }, hoverlabel: { namelength: 40 } }, more);
}
/** Names are data of strangers: Plotly reads a few tags in texts. */
function plain(text, most = 48) { return (text.length > most ? text.slice(0, most - 1) + "…" : text).replace(/&/g, "&amp;").replace(/</g, "&lt;"); }
/** A chart is drawn once the page stands, so that nobody waits for it to read; and anew when the colours change. */
function chart(draw) {
  const own = { isDrawn: false, draw() { own.isDrawn = true; draw(); } };
  charts.push(own);
  return own;
}
function drawNext() {
  const next = charts.find(x => !x.isDrawn);
  if (!next) return;
  next.draw();
  setTimeout(drawNext);
}
/** The library comes when the page stands: it is most of a small report. */
async function drawAll() {
  add(document.head, "script", await held("charts"));
  drawNext();
}
addEventListener("beforeprint", () => charts.filter(x => window.Plotly && !x.isDrawn).forEach(x => x.draw()));
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => charts.filter(x => x.isDrawn).forEach(x => x.draw()));

/** The value of a list over the loads, at a load between two of them. */
function at(values, load) {
  const i = scale.loads.findLastIndex(x => x <= load);
  if (i < 0) return values[0];
  if (i === scale.loads.length - 1 || scale.loads[i] === load || values[i] === null || values[i + 1] === null) return scale.loads[i] === load || values[i] === null ? values[i] : values[i + 1];
  const part = (Math.log(load) - Math.log(scale.loads[i])) / (Math.log(scale.loads[i + 1]) - Math.log(scale.loads[i]));
  return values[i] + part * (values[i + 1] - values[i]);
}

function whatIf() {
  const s = section("what-if", "What if"), columns = add(s, "div", null, "columns");
  const load = add(columns, "div", null, "panel"), repairs = add(columns, "div", null, "panel");

  add(load, "h3", "the load grows?");
  const range = add(load, "input", null, "slider", { type: "range", id: "load", min: 0, max: 300, value: 0, "aria-label": "load" });
  const said = add(load, "p", null, "big", { role: "status", id: "load-says" }), list = add(load, "ul", null, "small");
  range.addEventListener("input", () => change({ load: Math.pow(scale.loads.at(-1), range.value / 300) }));
  whenChanged(() => {
    const broken = scale.limits.filter(x => x.at <= state.load);
    said.textContent = "At " + times(state.load < 10 ? +state.load.toFixed(1) : Math.round(state.load)) + " today's load: " + (broken.length ? count(broken.length, "limit") + " passed" : "it holds");
    range.setAttribute("aria-valuetext", said.textContent);
    list.replaceChildren();
    for (const x of broken.slice(0, 6)) add(list, "li", named(x) + ": " + why(x) + ", from " + times(x.at));
    if (broken.length > 6) add(list, "li", "and " + (broken.length - 6) + " more", "dim");
    const busy = scale.resources.map(x => [x.id, at(x.utilization, state.load)]).filter(x => x[1] > .5).sort((a, b) => b[1] - a[1]).slice(0, 3);
    if (busy.length) add(list, "li", "busiest: " + busy.map(x => x[0] + " " + percent(Math.min(1, x[1]), 0)).join(", "), "dim");
  });

  add(repairs, "h3", "this is repaired?");
  if (!scale.repairs.length) add(repairs, "p", "No finding proposes a change that would move a limit.", "dim");
  scale.repairs.forEach((x, i) => {
    const label = add(repairs, "label", null, "switch"), box = add(label, "input", null, null, { type: "checkbox", "data-repair": i });
    label.append(" " + x.title);
    if (x.gain > 1.0005) { label.append(" "); add(label, "span", "margin × " + number(x.gain), "gain"); }
    else if (x.moves.length) add(label, "span", " (" + x.moves.slice(0, 2).map(m => m.limit + (m.to === null ? " never" : " at " + times(m.to)) + " instead of at " + times(m.from)).join("; ") + ")", "dim small");
    box.addEventListener("change", () => change({ repairs: box.checked ? state.repairs | 1 << i : state.repairs & ~(1 << i) }));
  });
  const outcome = add(repairs, "p", null, "big", { role: "status", id: "repairs-say" }), then = add(repairs, "p", null, "dim");
  whenChanged(() => {
    const plan = scale.plans.find(x => x.set === state.repairs);
    if (!plan) return;
    outcome.textContent = (state.repairs ? "With " + (state.repairs.toString(2).replaceAll("0", "").length === 1 ? "it" : "these") : "As it is") + ": holds " + times(plan.margin) + " today's load, score " + number(plan.score);
    then.textContent = plan.breaksFirst ? "then " + plan.breaksFirst.resource + " (" + why(plan.breaksFirst) + ")" : "nothing known gives way";
  });
}

function underLoad() {
  const s = section("load-curve", "Under load", "Multiples of today's load to the right. A curve ends where its entry point no longer answers in time.");
  const bar = add(s, "div", null, "bar");
  const label = add(bar, "label", "entry point "), select = add(label, "select", null, null, { id: "entry" });
  const first = scale.limits.find(x => x.operation), ranked = [...scale.operations].sort((a, b) => (b.id === first?.operation) - (a.id === first?.operation) || (b.p99Ms[0] ?? Infinity) - (a.p99Ms[0] ?? Infinity));
  if (doc.operations > ranked.length) add(bar, "span", "the slowest " + count(ranked.length, "entry point") + " of " + doc.operations.toLocaleString("en"), "dim small");
  for (const x of ranked) add(select, "option", x.id + "  (" + x.service + ")").value = x.id;
  select.addEventListener("input", () => change({ entry: select.value }));
  state.entry = ranked[0].id;
  const plot = add(s, "div", null, "plot", { role: "img", id: "curve" });
  let drawn = null;
  const line = () => [{ type: "line", xref: "x", yref: "paper", x0: state.load, x1: state.load, y0: 0, y1: 1, line: { color: colour("accent"), width: 1.5 } }];
  const draw = () => {
    const x = scale.operations.find(o => o.id === state.entry), loads = scale.loads;
    const curve = (name, values, tint, dash, axisY, legend) => ({ x: loads, y: values, name: plain(name), mode: "lines", line: { color: tint, dash, width: 2 }, yaxis: axisY, legend, hovertemplate: "%{y:.3~g} at %{x:.3~g}×" });
    const busiest = scale.resources.filter(r => r.utilization.some(u => u !== null)).sort((a, b) => (a.saturatesAt ?? Infinity) - (b.saturatesAt ?? Infinity)).slice(0, 6);
    const tints = [colour("bad"), colour("warn"), colour("note"), colour("good"), "#8e6bbf", "#7a7a7a"];
    // A request that mostly does nothing takes no time, which a logarithmic axis cannot show.
    const least = Math.min(...[...x.p50Ms, ...x.p99Ms].filter(v => v > 0)), shown = values => values.map(v => v === 0 ? least : v);
    const traces = [curve("p50", shown(x.p50Ms), colour("good"), "dot", "y", "legend"), curve("p95", shown(x.p95Ms), colour("warn"), "dash", "y", "legend"), curve("p99", shown(x.p99Ms), colour("bad"), "solid", "y", "legend"),
      Object.assign(curve("availability", x.availability.map((a, i) => x.p99Ms[i] === null ? null : a), colour("note"), "solid", "y2", "legend2"), { hovertemplate: "%{y:.5f} at %{x:.3~g}×" }),
      ...busiest.map((r, i) => Object.assign(curve(r.id, r.utilization.map(u => u === null ? null : Math.min(1, u)), tints[i], "solid", "y3", "legend3"), { hovertemplate: "%{y:.0%} at %{x:.3~g}×" }))];
    if (x.p99ObjectiveMs) traces.push({ x: [loads[0], loads.at(-1)], y: [x.p99ObjectiveMs, x.p99ObjectiveMs], name: "p99 objective", mode: "lines", line: { color: colour("dim"), width: 1, dash: "longdash" }, yaxis: "y", legend: "legend" });
    if (x.availabilityObjective) traces.push({ x: [loads[0], loads.at(-1)], y: [x.availabilityObjective, x.availabilityObjective], name: "objective", mode: "lines", line: { color: colour("dim"), width: 1, dash: "longdash" }, yaxis: "y2", legend: "legend2" });
    const marks = scale.limits.slice(0, 4).map((l, i) => ({ x: Math.log10(l.at), xref: "x", y: .3 - .055 * i, yref: "paper", text: plain(named(l), 30), showarrow: true, arrowhead: 2, ax: l.at > Math.pow(loads.at(-1), .7) ? -26 : 26, ay: 0, xanchor: l.at > Math.pow(loads.at(-1), .7) ? "right" : "left", font: { size: 11, color: colour("bad") }, arrowcolor: colour("bad") }));
    const answered = [...x.p50Ms, ...x.p99Ms, x.p99ObjectiveMs].filter(v => v > 0), lowest = Math.min(x.availabilityObjective ?? 1, ...x.availability.filter((_, i) => x.p99Ms[i] !== null)), room = Math.max(1 - lowest, 1e-4);
    const legend = y => ({ x: 1.01, y, xanchor: "left", yanchor: "top", font: { size: 11 } });
    drawn = x.id;
    plot.setAttribute("aria-label", x.id + ": latency, availability and utilisation over load; the numbers are in the table of entry points and in the text above");
    Plotly.react(plot, traces, layout({ height: 640, margin: { l: 70, r: 190, t: 10, b: 44 }, shapes: line(), annotations: marks,
      xaxis: axis("times today's load", { type: "log", range: [0, Math.log10(loads.at(-1))], tickvals: steps, ticktext: steps.map(v => number(v)), anchor: "y3" }),
      yaxis: axis("ms", { type: "log", domain: [.6, 1], range: answered.length ? [Math.log10(Math.min(...answered)) - .15, Math.log10(Math.max(...answered)) + .15] : [0, 3], tickvals: steps, ticktext: steps.map(v => number(v)) }), yaxis2: axis("availability", { domain: [.38, .54], nticks: 4, range: [lowest - .2 * room, 1 + .2 * room] }), yaxis3: axis("utilisation", { domain: [0, .32], tickformat: ".0%", range: [0, 1.04] }),
      legend: legend(1), legend2: legend(.54), legend3: legend(.32) }), quiet);
  };
  const own = chart(draw);
  whenChanged(() => { if (select.value !== state.entry) select.value = state.entry; if (!own.isDrawn) return; if (drawn !== state.entry) draw(); else Plotly.relayout(plot, { shapes: line() }); });
}

function latency() {
  const s = section("latency", "Where a request's time goes", "One mean request at today's load: what it waits for, what lies within what. Choose another entry point above.");
  const plot = add(s, "div", null, "plot", { role: "img", id: "hops" });
  let drawn = null;
  const draw = () => {
    const x = scale.operations.find(o => o.id === state.entry), tint = { entry: "note", parallel: "good", retry: "warn", hold: "bad", sql: "accent", http: "warn" };
    drawn = x.id;
    plot.setAttribute("aria-label", x.id + ": " + x.hops.map(h => h.name + " " + milliseconds(h.ms)).join(", "));
    const deepest = Math.max(0, ...x.hops.map(h => h.depth));
    Plotly.react(plot, [{ type: "bar", orientation: "h", y: x.hops.map(h => h.depth), x: x.hops.map(h => h.ms), base: x.hops.map(h => h.startMs), width: .9,
      marker: { color: x.hops.map(h => colour(tint[h.kind] || "dim")), opacity: .75, line: { color: colour("back"), width: 1 } },
      text: x.hops.map(h => plain(h.name + (h.times !== 1 ? "  × " + number(h.times) : ""), 40)), textposition: "inside", insidetextanchor: "start", constraintext: "both",
      hovertext: x.hops.map(h => plain(h.name, 90) + "<br>" + plain(h.kind) + ", " + milliseconds(h.ms) + (h.times !== 1 ? ", " + number(h.times) + " times a request" : "")), hovertemplate: "%{hovertext}<extra></extra>" }],
      layout({ height: 90 + 34 * (deepest + 1), xaxis: axis("ms from the start", {}), yaxis: axis("", { autorange: "reversed", showticklabels: false, showgrid: false }), barmode: "overlay", uniformtext: { mode: "hide", minsize: 9 } }), quiet);
  };
  const own = chart(draw);
  whenChanged(() => { if (own.isDrawn && drawn !== state.entry) draw(); });
}

function matrix() {
  const from = [...new Set(result.edges.map(x => x.from))].sort(), to = [...new Set(result.edges.map(x => x.to))].sort();
  if (from.length < 2 && to.length < 2) return;
  const s = section("matrix", "Who depends on whom", "Rows call columns; the number is how many places in the code do.");
  const most = 60, callers = from.slice(0, most), callees = to.slice(0, most);
  if (from.length > most || to.length > most) add(s, "p", "The first " + most + " of " + from.length + " callers and " + to.length + " callees are drawn; the JSON result has all.", "dim small");
  const cell = new Map();
  for (const e of result.edges) { const key = e.from + "\n" + e.to; const known = cell.get(key) || [0, []]; known[0] += Math.max(1, e.evidence.length); known[1].push(e.kind); cell.set(key, known); }
  const plot = add(s, "div", null, "plot", { role: "img", "aria-label": "dependency matrix: " + count(result.edges.length, "edge") });
  const names = ids => ids.map(x => plain(x, 26));
  chart(() => Plotly.react(plot, [{ type: "heatmap", x: callees.map((_, i) => i), y: callers.map((_, i) => i), z: callers.map(a => callees.map(b => cell.get(a + "\n" + b)?.[0] ?? null)),
    text: callers.map(a => callees.map(b => cell.get(a + "\n" + b)?.[0] ?? "")), texttemplate: callees.length <= 30 ? "%{text}" : "", xgap: 2, ygap: 2, showscale: false, colorscale: [[0, colour("line")], [1, colour("accent")]],
    customdata: callers.map(a => callees.map(b => plain(a + " → " + b, 90) + "<br>" + plain([...new Set(cell.get(a + "\n" + b)?.[1] ?? [])].join(", ")))), hovertemplate: "%{customdata}<extra></extra>" }],
    layout({ height: 120 + 26 * callers.length, margin: { l: 120, r: 16, t: 90, b: 16 }, xaxis: axis("", { side: "top", tickvals: callees.map((_, i) => i), ticktext: names(callees), tickangle: -40, showgrid: false }),
      yaxis: axis("", { autorange: "reversed", tickvals: callers.map((_, i) => i), ticktext: names(callers), showgrid: false }) }), quiet));
}
