// The proxies, and what they were sent when.

function proxyLink(id) {
  return h("a", { href: `#/proxies/${encodeURIComponent(id.toWellFormed())}` }, name(id));
}

function proxyKey(proxy) {
  return `${proxy.id} ${proxy.peer} ${proxy.method}`;
}

const URGENCY = { rejected: 0, pending: 1, synced: 2 };

function proxies({ proxies, revision }) {
  if (!proxies.length) {
    return empty("No proxy is connected. Start one with what ",
      command("causeway bootstrap --kind pod --name NAME -n NAMESPACE --ip IP"),
      " prints, or point a client at the xDS port.");
  }
  const found = proxies.filter((p) => passes(
    p.id, p.kind, p.namespace, p.workload, p.address, p.peer, p.state, p.userAgent,
    TYPES.map((type) => [p.types[type]?.rejection?.message, p.types[type]?.rejection?.origins])));
  if (!found.length) return nothingFound(proxies.length, "proxy", "proxies");
  found.sort((a, b) => (URGENCY[a.state] ?? 0) - (URGENCY[b.state] ?? 0));
  return h("table", { key: "table" }, head("Proxy", "State", ["Revision", "wide number"], ["Connected", "wide"]),
    h("tbody", {}, capped("proxies", found, (p) => proxyRow(p, revision), "tr")));
}

function proxyRow(p, revision) {
  return h("tr", { key: proxyKey(p), class: p.state === "rejected" ? "bad" : null },
    h("td", {}, proxyLink(p.id), h("div", { class: "facts" }, factsOf(p))),
    h("td", {},
      stateOf(p.state),
      h("div", { class: "chips" },
        TYPES.filter((t) => p.types[t]).map((t) => markOf(p.types[t].state, t.toUpperCase()))),
      p.answersMissed ? h("b", { class: "facts" }, `${count(p.answersMissed, "answer")} missed`) : null),
    h("td", { class: "wide number" }, p.acknowledgedRevision ?? "–", ` of ${revision}`),
    h("td", { class: "wide" }, time(p.connectedMs), h("div", { class: "facts" }, ago(p.connectedMs))));
}

function factsOf(p) {
  return [
    `${p.kind} · `, name(p.userAgent || "unknown client", ""), ` · ${p.method.toUpperCase()} ${p.variant} · from `,
    h("span", { class: "word" }, name(p.peer)),
    p.tls ? [" · TLS ", p.identity ? name(p.identity) : "without identity"] : null,
  ];
}

// Pushes

/** How many are shown with all that is known of them. */
const PUSHES_MAX = 6;

function pushes({ pushes }) {
  if (!pushes.length) {
    return empty("Nothing has changed yet: a push is listed here as soon as a change concerns somebody.");
  }
  const found = pushes.filter((p) => passes(p.cause, p.names, `revision ${p.revision}`));
  if (!found.length) return nothingFound(pushes.length, "push", "pushes");
  const older = found.slice(PUSHES_MAX);
  return [
    h("p", { class: "facts", key: "caption" }, "From the change to the last ACK, newest on the right:"),
    timeline(found),
    h("ol", { class: "pushes", key: "list" }, found.slice(0, PUSHES_MAX).map(push)),
    older.length
      ? fold("older pushes", h("span", {}, count(older.length, "earlier push", "earlier pushes")), () =>
        h("ol", { class: "pushes" }, older.map(push)))
      : null,
  ];
}

function pushState(p) {
  return p.rejected ? "rejected" : p.pending ? "pending" : "synced";
}

/** Time to the last ACK, newest on the right. Each line is ten times the one below it. */
function timeline(list) {
  const slowest = Math.max(...list.map((p) => p.lastAckAfterMs ?? 0));
  const label = `Time to the last ACK of ${count(list.length, "push", "pushes")}: at most ${duration(slowest)}`;
  return h("div", { class: "timeline", key: "timeline", role: "img", "aria-label": label },
    ["1 s", "100 ms", "10 ms", "1 ms"].map((text, i) =>
      h("span", { class: "line", css: { "--part": (4 - i) / 5 } }, h("span", {}, text))),
    [...list].reverse().map(bar));
}

function bar(p) {
  const state = pushState(p);
  const isDone = p.lastAckAfterMs != null;
  // What nobody has acknowledged yet has taken until now; what concerns nobody takes no time.
  const ms = isDone ? p.lastAckAfterMs : state === "synced" ? 0 : Date.now() - p.timeMs;
  const part = Math.min(1, Math.max(0.04, (Math.log10(ms || 0.1) + 1) / 5));
  const title = `revision ${p.revision}: ${isDone ? duration(ms) : "no last ACK yet"}`;
  return h("span", { key: `push ${p.revision}`, class: `bar-of ${state}`, css: { "--part": part }, title },
    state === "rejected" ? "✕" : null);
}

function push(p) {
  const state = pushState(p);
  const types = TYPES.filter((t) => p.types[t]).map((t) => {
    const { resources, bytes, responses } = p.types[t];
    return `${t.toUpperCase()} ${count(resources, "resource")}, ${size(bytes)} in ${count(responses, "response")}`;
  });
  return h("li", { key: `push ${p.revision}`, class: state },
    h("div", {},
      h("b", {}, `Revision ${p.revision}`), " ", time(p.timeMs), " ", h("span", { class: "facts" }, ago(p.timeMs))),
    h("div", {}, name(p.cause)),
    h("div", {}, acknowledgement(p, state)),
    h("div", { class: "facts" }, types.join(" · ")),
    p.names.length ? h("div", { class: "facts" }, listed(p.names, 3)) : null);
}

function acknowledgement(p, state) {
  if (!p.proxies) return "Concerned no proxy.";
  const parts = [`${p.acknowledged} of ${count(p.proxies, "proxy", "proxies")} acknowledged`];
  if (p.pending) parts.push(`${p.pending} pending`);
  if (p.rejected) parts.push(`${p.rejected} rejected`);
  if (p.gone) parts.push(`${p.gone} gone`);
  return [
    stateOf(state), ` · ${parts.join(", ")}`,
    p.lastAckAfterMs == null ? null : [" · last ACK after ", h("b", {}, duration(p.lastAckAfterMs))],
  ];
}
