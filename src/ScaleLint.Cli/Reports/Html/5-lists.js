function findings() {
  const levels = ["error", "warning", "suggestion", "note"];
  const all = [...result.findings].sort((a, b) => (b.marginGain ?? 1) - (a.marginGain ?? 1) || levels.indexOf(a.level) - levels.indexOf(b.level) || (a.ruleId < b.ruleId ? -1 : a.ruleId > b.ruleId ? 1 : 0));
  const s = section("findings", "Findings, the dearest first"), bar = add(s, "div", null, "bar");
  const text = add(bar, "input", null, null, { type: "search", placeholder: "filter by text", "aria-label": "filter by text", id: "filter" });
  const choice = (id, label, names) => { const e = add(bar, "select", null, null, { id, "aria-label": label }); add(e, "option", "all " + label + "s").value = ""; for (const n of names) add(e, "option", n).value = n; return e; };
  const rule = choice("rule", "rule", [...new Set(all.map(x => x.ruleId))].sort()), level = choice("level", "level", levels.filter(x => all.some(f => f.level === x)));
  const counter = add(bar, "span", null, "dim", { role: "status", id: "found" });
  const t = add(add(s, "div", null, "scroll"), "table"), head = add(add(t, "thead"), "tr"), body = add(t, "tbody");
  for (const name of ["level", "rule", "what and where", "repaired"]) add(head, "th", name, null, { scope: "col" });
  const haystacks = new Map(all.map(x => [x, (x.ruleId + " " + x.message + " " + x.file + " " + x.path.map(p => p.symbol + " " + p.file).join(" ")).toLowerCase()]));
  // Filled when opened: thousands of findings stay light.
  const fold = (parent, title, fill) => { const d = add(parent, "details"); add(d, "summary", title); d.addEventListener("toggle", () => { if (d.open && d.children.length === 1) fill(d); }); };
  function draw() {
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    const kept = all.filter(x => (!rule.value || x.ruleId === rule.value) && (!level.value || x.level === level.value) && words.every(w => haystacks.get(x).includes(w)));
    counter.textContent = count(kept.length, "finding") + (kept.length > Shown ? ", the first " + Shown + " shown" : "");
    body.replaceChildren();
    for (const x of kept.slice(0, Shown)) {
      const tr = add(body, "tr", null, null, { "data-fingerprint": x.fingerprint });
      add(tr, "td", x.level, x.level);
      const about = add(tr, "td");
      add(about, "div", x.ruleId);
      const td = add(tr, "td");
      add(td, "div", x.message);
      add(td, "code", place(x.file, x.line), "dim");
      const folds = add(td, "div", null, "folds");
      if (x.path.length > 1) fold(folds, "path, " + count(x.path.length, "step"), d => {
        const ol = add(d, "ol", null, "path");
        for (const step of x.path) { const li = add(ol, "li", short(step.symbol) + " "); if (step.file) add(li, "code", place(step.file, step.line), "dim"); }
      });
      const code = excerpts[x.fingerprint];
      if (code) fold(folds, "code", d => {
        const pre = add(d, "pre");
        code.lines.forEach((line, i) => add(pre, code.first + i === x.line ? "mark" : "span", String(code.first + i).padStart(5) + "  " + line + (code.first + i === x.line ? "" : "\n")));
      });
      // The rule's page is this tool's own, made into markup when the tool wrote the report.
      if (rules[x.ruleId]) fold(folds, "about " + x.ruleId, d => add(d, "div", null, "page").innerHTML = rules[x.ruleId]);
      add(tr, "td", x.marginGain > 1.0005 ? "margin × " + number(x.marginGain) : "", "gain");
    }
  }
  for (const e of [text, rule, level]) e.addEventListener("input", draw);
  draw();
}

function lists() {
  const entries = [...result.entryPoints].sort((a, b) => b.chain.length - a.chain.length);
  if (entries.length) table(section("entry-points", "Entry points, the longest chain first"), [["entry point"], ["service"], ["waits for"], ["p99", "n"], ["availability", "n"]],
    entries.slice(0, Shown).map(x => [x.id, x.service, x.chain.join(" → "), milliseconds(x.p99Ms), percent(x.availability, 3)]));
  if (result.resources.length) table(section("resources", "Resources"), [["resource"], ["kind"], ["slots", "n"], ["full at load", "n"], ["traffic lost when down", "n"]],
    [...result.resources].sort((a, b) => (a.saturatesAt ?? Infinity) - (b.saturatesAt ?? Infinity) || (b.blastRadius ?? 0) - (a.blastRadius ?? 0))
      .map(x => [x.id, x.kind, number(x.slots), x.saturatesAt === null || x.saturatesAt === undefined ? "–" : times(x.saturatesAt), percent(x.blastRadius)]));
  const loose = (id, title, note, edges) => { if (edges?.length) table(section(id, title, edges.length > Shown ? (note ?? "") + " The first " + Shown + " of " + edges.length.toLocaleString("en") + "." : note), [["from"], ["to"], ["kind"], ["where"]], edges.slice(0, Shown).map(x => [x.from, x.to ?? x.address ?? "unknown", x.kind, place(x.file, x.line)])); };
  loose("messages", "Messages", "From who publishes to who handles; nobody waits for them.", result.messages?.map(x => ({ from: x.from, to: x.to ?? "nobody that was read", kind: `${x.name} (${x.resource})`, file: x.evidence[0]?.file ?? "", line: x.evidence[0]?.line ?? 0 })));
  loose("unresolved", "Calls whose target is unknown", "They take part in no edge and no chain; declare their hosts in scalelint.json.", result.unresolved?.map(x => ({ from: x.service, to: x.address ?? x.call, kind: x.kind, file: x.file, line: x.line })));
  loose("unused", "Declared and never used", null, result.unusedEdges);
  loose("undeclared", "Used and never declared", null, result.undeclaredEdges);
  if (result.problems.length) table(section("problems", "Problems"), [["what"], ["where"], ["message"]], result.problems.map(x => [x.code, place(x.file, x.line), x.message]));
}

verdict();
if (scale?.operations.length) { whatIf(); underLoad(); latency(); }
system();
findings();
matrix();
lists();
requestAnimationFrame(() => setTimeout(drawAll));
