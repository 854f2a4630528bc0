"use strict";
/** What an element holds; much of it lies packed, in base 64. */
async function held(id) {
  const e = document.getElementById(id), text = e.textContent;
  e.remove();
  if (e.dataset.packed === undefined) return text;
  return new Response(new Blob([Uint8Array.from(atob(text), c => c.charCodeAt(0))]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
const doc = JSON.parse(await held("document"));
const { result, map, excerpts, rules } = doc;
const pathSteps = doc.steps.map(([symbol, file, line]) => ({ symbol: doc.texts[symbol], file: doc.texts[file], line }));
result.findings.forEach((x, i) => { x.path = doc.paths[i].map(step => pathSteps[step]); });
const page = document.getElementById("page");
const Shown = 200;
const scale = result.scale;

/** An element; text goes in as text, never as markup. */
function add(parent, name, text, kind, attributes) {
  const e = document.createElement(name);
  if (text !== undefined && text !== null) e.textContent = text;
  if (kind) e.className = kind;
  for (const key in attributes) e.setAttribute(key, attributes[key]);
  parent.append(e);
  return e;
}
function section(id, title, note) {
  const s = add(page, "section", null, null, { id });
  add(s, "h2", title);
  if (note) add(s, "p", note, "dim small");
  return s;
}
function table(parent, headers, rows) {
  const t = add(add(parent, "div", null, "scroll"), "table"), head = add(add(t, "thead"), "tr");
  for (const [name, kind] of headers) add(head, "th", name, kind, { scope: "col" });
  const body = add(t, "tbody");
  for (const row of rows) { const tr = add(body, "tr"); row.forEach((cell, i) => add(tr, "td", cell, headers[i][1])); }
  return t;
}
function count(n, noun) { return n.toLocaleString("en") + " " + noun + (n === 1 ? "" : "s"); }
function number(x, digits = 2) { return x === null || x === undefined ? "–" : (+x.toPrecision(digits + 1)).toLocaleString("en", { maximumFractionDigits: 6 }); }
function times(x) { return number(x, 2) + "×"; }
function milliseconds(x) { return x === null || x === undefined ? "–" : number(x, 2) + " ms"; }
function percent(x, digits = 1) { return x === null || x === undefined ? "–" : (+(x * 100).toFixed(digits)).toLocaleString("en", { maximumFractionDigits: digits }) + " %"; }
function place(file, line) { return file + (line > 0 ? ":" + line : ""); }
function short(symbol) {
  if (symbol[1] !== ":") return symbol;
  const name = symbol.slice(2).split("(")[0].split(".");
  return name.slice(symbol[0] === "T" ? -1 : -2).join(".");
}
const reasons = { saturation: "every slot is taken", p99: "the latency objective is missed", availability: "the availability objective is missed",
  quota: "its quota is used up", backlog: "work arrives faster than it is done", metastable: "retries can keep it overloaded" };
function why(limit) { return reasons[limit.reason] || limit.reason; }
function named(limit) { return limit.operation && limit.resource ? limit.operation + " through " + limit.resource : limit.operation || limit.resource; }

// What several views look at together: a load, a set of repairs, an entry point.
const state = { load: 1, repairs: 0, entry: null, listeners: [] };
function change(values) { Object.assign(state, values); for (const listener of state.listeners) listener(); }
function whenChanged(listener) { state.listeners.push(listener); listener(); }
