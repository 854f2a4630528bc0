function verdict() {
  const s = result.score, head = add(page, "header");
  add(head, "h1", !s ? "ScaleLint report" : s.margin <= 1 ? "At its limit at today's load" : "Holds " + times(s.margin) + " today's load");
  if (s) add(head, "p", s.breaksFirst ? (s.margin <= 1 ? "" : "Then ") + s.breaksFirst.resource + " gives way first: " + why(s.breaksFirst) + "." : "Nothing known gives way below that.", "lead");
  else add(head, "p", "No request entry point calls anything that takes time, so there is no model of it to score.", "lead");
  if (!result.complete) add(head, "p", "Incomplete: what is listed under Problems was not seen and is not clean.", "lead error");
  const c = result.coverage, tiles = add(head, "div", null, "tiles");
  const tile = (value, label, kind) => { const t = add(tiles, "div", null, "tile"); add(t, "b", value, kind); t.append(label); };
  if (s) {
    tile(number(s.value, 2) + " of 100", "score, between " + number(s.low, 2) + " and " + number(s.high, 2));
    if (s.inputs) tile(percent(s.inputs.assumed, 0), "of its numbers assumed, " + percent(s.inputs.measured, 0) + " measured");
  }
  for (const level of ["error", "warning", "suggestion", "note"]) {
    const n = result.findings.filter(x => x.level === level).length;
    if (n) tile(n.toLocaleString("en"), level + (n === 1 ? "" : "s"), level);
  }
  tile(doc.entryPoints.toLocaleString("en"), "entry points");
  tile(result.services.length.toLocaleString("en"), "services");
  tile(percent(c.callsResolved), "of calls resolved");
  tile((c.projectsRead === c.projects ? "" : c.projectsRead.toLocaleString("en") + " of ") + c.projects.toLocaleString("en"), "projects, " + c.lines.toLocaleString("en") + " lines");
}
