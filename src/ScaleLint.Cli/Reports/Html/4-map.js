function system() {
  if (!map.nodes.length) return;
  const s = section("map", "The system"), bar = add(s, "div", null, "bar");
  const find = add(bar, "input", null, null, { type: "search", placeholder: "find in the map", "aria-label": "find in the map", id: "find" });
  const chain = add(bar, "select", null, null, { "aria-label": "show a chain", id: "chain" });
  add(chain, "option", "show the chain of …").value = "";
  const entries = [...result.entryPoints].filter(x => x.chain.length).sort((a, b) => b.chain.length - a.chain.length).slice(0, Shown);
  entries.forEach((x, i) => add(chain, "option", x.id + "  (" + x.service + ")").value = i);
  const zooms = [["+", .8, "zoom in"], ["−", 1.25, "zoom out"], ["all", 0, "show all"]].map(([text, by, label]) => [add(bar, "button", text, null, { type: "button", "aria-label": label }), by]);
  const legend = add(s, "p", null, "dim small");
  for (const [kind, text] of [["service", "service"], ["", "resource"], ["choke", "more than half of the traffic is lost without it"]]) { add(legend, "span", null, "legend " + kind); legend.append(" " + text + "; "); }
  legend.append("dashed: through a queue. Choose a part to see what it touches.");

  const ns = "http://www.w3.org/2000/svg";
  const make = (name, attributes, parent) => { const e = document.createElementNS(ns, name); for (const k in attributes) e.setAttribute(k, attributes[k]); parent.append(e); return e; };
  const svg = make("svg", { class: "map", role: "group", "aria-label": "system map" }, s);
  const about = add(s, "p", null, "small", { role: "status", id: "map-says" });
  const head = make("marker", { id: "head", viewBox: "0 0 8 8", refX: 8, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto-start-reverse" }, make("defs", {}, svg));
  make("path", { d: "M0 0 L8 4 L0 8 z" }, head);
  const whole = [-20, -20, map.width + 40, map.height + 40];
  let view = [...whole];
  const show = () => svg.setAttribute("viewBox", view.join(" "));
  const zoom = (by, x = view[0] + view[2] / 2, y = view[1] + view[3] / 2) => { view = by ? [x - (x - view[0]) * by, y - (y - view[1]) * by, view[2] * by, view[3] * by] : [...whole]; show(); };
  for (const [button, by] of zooms) button.addEventListener("click", () => zoom(by));
  show();

  const byId = new Map(map.nodes.map(x => [x.id, x]));
  const edges = map.edges.map(e => {
    const path = make("path", { class: "edge" + (e.async ? " async" : ""), d: route(byId.get(e.from), byId.get(e.to), e.via), "marker-end": "url(#head)" }, svg);
    make("title", {}, path).textContent = e.from + " → " + e.to + " (" + e.kinds.join(", ") + ")";
    return [e, path];
  });
  function route(a, b, via) {
    // A way back runs below the way there.
    const right = b.x > a.x, aside = right ? 0 : 12, start = [right ? a.x + a.width : a.x, a.y + a.height / 2 + aside], end = [right ? b.x : b.x + b.width, b.y + b.height / 2 + aside];
    const points = [start, ...via, end];
    let d = "M" + start.join(" ");
    for (let i = 1; i < points.length; i++) { const [p, q] = [points[i - 1], points[i]], middle = (p[0] + q[0]) / 2; d += ` C${middle} ${p[1]} ${middle} ${q[1]} ${q[0]} ${q[1]}`; }
    return d;
  }
  const nodes = new Map();
  for (const x of map.nodes) {
    const g = make("g", { class: "node " + (x.kind === "service" ? "service" : "") + (x.chokepoint ? " choke" : ""), transform: `translate(${x.x} ${x.y})`, tabindex: 0, role: "button", "aria-label": x.id + ", " + x.kind }, svg);
    make("rect", { width: x.width, height: x.height, rx: x.kind === "service" ? 3 : 16 }, g);
    const most = Math.floor(x.width / 8.4);
    make("text", { x: x.width / 2, y: 18, "text-anchor": "middle" }, g).textContent = x.id.length > most ? x.id.slice(0, most - 1) + "…" : x.id;
    make("text", { x: x.width / 2, y: 33, "text-anchor": "middle", class: "kind" }, g).textContent = x.kind + (x.blastRadius > 0 ? ", blast radius " + percent(x.blastRadius, 0) : "");
    make("title", {}, g).textContent = x.id + (x.members.length ? ": " + x.members.join(", ") : "");
    nodes.set(x.id, g);
    const toggle = () => focus(g.classList.contains("on") && svg.classList.contains("focus") ? [] : [x.id], true);
    g.addEventListener("click", toggle);
    g.addEventListener("keydown", e => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); toggle(); } });
  }
  function focus(chosen, around) {
    const on = new Set(chosen);
    for (const [e, path] of edges) {
      const hit = around ? chosen.includes(e.from) || chosen.includes(e.to) : chosen.includes(e.from) && chosen.includes(e.to);
      path.classList.toggle("on", hit);
      if (hit) { on.add(e.from); on.add(e.to); }
    }
    for (const [id, g] of nodes) g.classList.toggle("on", on.has(id));
    svg.classList.toggle("focus", chosen.length > 0);
    const x = chosen.length === 1 && byId.get(chosen[0]);
    about.textContent = !chosen.length ? "" : !x ? [...on].join(" → ") : x.id + ": called by " + (edges.filter(([e]) => e.to === x.id).map(([e]) => e.from).join(", ") || "nothing here")
      + "; calls " + (edges.filter(([e]) => e.from === x.id).map(([e]) => e.to).join(", ") || "nothing here") + (x.members.length ? "; stands for " + x.members.join(", ") : "");
  }
  const home = id => map.nodes.find(x => x.id === id || x.members.includes(id))?.id;
  find.addEventListener("input", () => { const text = find.value.toLowerCase(); chain.value = ""; focus(text ? map.nodes.filter(x => [x.id, ...x.members].some(n => n.toLowerCase().includes(text))).map(x => x.id) : [], true); });
  chain.addEventListener("input", () => {
    const x = entries[chain.value];
    focus(x ? [...new Set([x.service, ...x.chain.map(h => h.split(":")[0]), ...x.chain].map(home).filter(Boolean))] : [], false);
    if (x && scale?.operations.some(o => o.entryPoint === x.id && o.service === x.service)) change({ entry: scale.operations.find(o => o.entryPoint === x.id && o.service === x.service).id });
  });
  svg.addEventListener("wheel", e => {
    if (!e.ctrlKey && !svg.contains(document.activeElement)) return;
    e.preventDefault();
    const p = new DOMPoint(e.clientX, e.clientY).matrixTransform(svg.getScreenCTM().inverse());
    zoom(e.deltaY < 0 ? .85 : 1.18, p.x, p.y);
  }, { passive: false });
  let grip = null;
  svg.addEventListener("pointerdown", e => { if (!e.target.closest(".node")) { grip = [e.clientX, e.clientY, ...view]; svg.setPointerCapture(e.pointerId); } });
  svg.addEventListener("pointermove", e => { if (grip) { const k = 1 / svg.getScreenCTM().a; view = [grip[2] - (e.clientX - grip[0]) * k, grip[3] - (e.clientY - grip[1]) * k, grip[4], grip[5]]; show(); } });
  svg.addEventListener("pointerup", () => grip = null);
  svg.addEventListener("keydown", e => {
    const step = { ArrowLeft: [-.1, 0], ArrowRight: [.1, 0], ArrowUp: [0, -.1], ArrowDown: [0, .1] }[e.key];
    if (step) { e.preventDefault(); view = [view[0] + step[0] * view[2], view[1] + step[1] * view[3], view[2], view[3]]; show(); }
    else if (e.key === "+" || e.key === "-") zoom(e.key === "+" ? .8 : 1.25);
    else if (e.key === "Escape") focus([], false);
  });
}
