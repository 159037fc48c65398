// The overview: what is refused, services, snapshot and sources.

const STATES = {
  __proto__: null,
  synced: { mark: "✓", word: "synced" },
  pending: { mark: "…", word: "pending" },
  rejected: { mark: "✕", word: "rejected" },
  healthy: { mark: "✓", word: "healthy" },
  draining: { mark: "◌", word: "draining" },
  unhealthy: { mark: "✕", word: "unhealthy" },
};
const KINDS = { __proto__: null, pod: "pod", vm: "VM", external: "external" };
const TYPES = ["cds", "eds", "lds", "rds"];

/** A state told by colour, mark and word. */
function stateOf(state, number) {
  const { mark, word } = STATES[state] ?? { mark: "?", word: state };
  return h("span", { class: `state ${STATES[state] ? state : ""}` },
    h("span", { "aria-hidden": "true" }, mark), number === undefined ? ` ${word}` : ` ${number} ${word}`);
}

/** The same where room is scarce: the word is for those who hear the page, or point at it. */
function markOf(state, label) {
  const { mark, word } = STATES[state] ?? { mark: "?", word: state };
  return h("span", { class: `chip ${STATES[state] ? state : ""}`, title: `${label}: ${word}` },
    label, " ", h("span", { "aria-hidden": "true" }, mark), h("span", { class: "heard" }, ` ${word}`));
}

/** Whether all words of the filter are in one of the texts. */
function passes(...texts) {
  const text = texts.flat(Infinity).join("\n").toLowerCase();
  return route.filter.every((word) => text.includes(word));
}

/** A section that is asked for when it can be seen; `content` gets what the server said. */
function section(id, title, feed, content) {
  const body = feed.error ? empty(feed.error.text) : feed.data ? content(feed.data) : empty("Asking the server …");
  return h("section", { id, key: id, "aria-labelledby": `${id}-title` }, h("h2", { id: `${id}-title` }, title), body);
}

function overview() {
  return [
    refusals(),
    h("div", { key: "traffic", class: "column" },
      section("proxies", "Proxies", feeds.proxies, proxies),
      section("pushes", "Pushes", feeds.pushes, pushes)),
    h("div", { key: "mesh", class: "column" },
      section("services", "Services", feeds.services, services),
      section("snapshot", "Snapshot", feeds.snapshot, snapshot)),
    section("sources", "Sources", feeds.sources, sources),
  ];
}

// What is refused

/** Rejections of the same thing for the same reason are one trouble, whoever reports it. */
function refusals() {
  const groups = new Map();
  for (const proxy of feeds.proxies.data?.proxies ?? []) {
    for (const type of TYPES) {
      const rejection = proxy.types[type]?.rejection;
      if (!rejection) continue;
      const key = JSON.stringify([type, rejection.message, rejection.origins, rejection.resources]);
      const group = groups.get(key) ?? { key, type, rejection, ids: new Set(), since: rejection.timeMs };
      group.ids.add(proxy.id);
      group.since = Math.min(group.since, rejection.timeMs);
      groups.set(key, group);
    }
  }
  if (!groups.size) return null;
  return h("section", { key: "refusals", id: "refusals", "aria-labelledby": "refusals-title" },
    h("h2", { id: "refusals-title" }, "Rejected"),
    capped("refusals", [...groups.values()], refusal, "p", 10));
}

function refusal({ key, type, rejection, ids, since }) {
  const links = [...ids].slice(0, 5).map((id) => [" ", proxyLink(id)]);
  const more = ids.size - links.length;
  return h("article", { key, class: "refusal" },
    h("p", {},
      h("strong", {}, `✕ ${type.toUpperCase()} rejected`), ` by ${count(ids.size, "proxy", "proxies")} since `,
      time(since), ":", links, more > 0 && ` and ${more} more`),
    reasonOf(rejection));
}

/** The proxy's own words, and whose fault it is. */
function reasonOf(rejection) {
  const blamed = rejection.origins.length ? rejection.origins : rejection.resources;
  return [
    message(rejection.message || "The proxy gave no reason."),
    h("p", {}, "To blame: ", blamed.length ? listed(blamed) : "not named in the message",
      blamed !== rejection.resources && rejection.resources.length
        ? [" (resource ", listed(rejection.resources), ")"]
        : null),
  ];
}

function listed(names, max = 5) {
  const more = names.length - max;
  return [names.slice(0, max).map((n, i) => [i ? ", " : "", name(n)]), more > 0 && ` and ${more} more`];
}

// Services

function services({ services }) {
  if (!services.length) {
    return empty("No service is known. Put Kubernetes Services or Istio's ServiceEntries into a folder that ",
      command("causeway serve --config"), " names; Sources, below, says what has been read.");
  }
  const textsOf = (e) => [e.address, e.kind, e.health, e.workload, e.origin];
  const found = services.filter((s) => passes(s.host, s.namespace, s.origins, s.endpoints.map(textsOf)));
  if (!found.length) return nothingFound(services.length, "service");
  return h("div", { class: "rows" }, capped("services", found, service));
}

function nothingFound(n, thing, things) {
  return empty(`None of ${count(n, thing, things)} passes the filter.`);
}

function service(s) {
  const kinds = Object.entries(KINDS).flatMap(([kind, word]) => {
    const n = s.endpoints.filter((e) => e.kind === kind).length;
    return n ? [kind === "external" ? `${n} external` : count(n, word)] : [];
  });
  const ill = s.endpoints.filter((e) => e.health !== "healthy").length;
  return fold(`service ${s.host} ${s.namespace}`, [
    h("span", { class: "title" },
      name(s.host), " ", h("span", { class: "facts" }, s.ports.map((p) => `${p.number} ${p.protocol}`).join(", "))),
    h("span", { class: "facts" },
      kinds.join(", ") || "no endpoints",
      ill ? h("b", {}, `, ${ill} of ${s.endpoints.length} not healthy`) : null),
    h("span", { class: "chips" }, capped(null, s.endpoints, endpointChip, "span", 12)),
  ], () => [
    h("p", { class: "facts" }, "Namespace ", name(s.namespace), ` · ${s.resolution} · `, "from ", listed(s.origins),
      s.addresses.length ? [" · addresses ", listed(s.addresses)] : null,
      s.automaticAddress ? [" · given address ", name(s.automaticAddress)] : null),
    s.endpoints.length
      ? h("table", {}, head("Endpoint", "Object", ["Locality", "wide"], ["Weight", "wide number"]),
        h("tbody", {}, capped(`endpoints ${s.host} ${s.namespace}`, s.endpoints, endpoint, "tr")))
      : empty("No pod and no VM belongs to it: a pod does when the Service's selector matches its labels, a VM when a ",
        "ServiceEntry or WorkloadEntry names it."),
  ]);
}

/** The head of a table: titles, or pairs of a title and the class of its cells. */
function head(...titles) {
  return h("thead", {}, h("tr", {}, titles.map((t) => {
    const [title, css] = [t].flat();
    return h("th", { scope: "col", class: css }, title);
  })));
}

function endpointChip(e) {
  const css = `chip ${KINDS[e.kind] ? e.kind : ""} ${STATES[e.health] ? e.health : ""}`;
  return h("span", { key: endpointKey(e), class: css },
    kindOf(e), " ", name(e.address), " ", h("span", { "aria-hidden": "true" }, STATES[e.health]?.mark ?? "?"),
    h("span", { class: e.health === "healthy" ? "heard" : "" }, ` ${e.health}`));
}

/** Whether it is a pod or a VM, told by colour and word. */
function kindOf(e) {
  return h("span", { class: `kind ${KINDS[e.kind] ? e.kind : ""}` }, KINDS[e.kind] ?? e.kind);
}

function endpointKey(e) {
  return `${e.address} ${JSON.stringify(e.ports)} ${e.origin}`;
}

function endpoint(e) {
  const css = /^[\d.]{7,15}$/.test(e.address) ? "name address" : "name";
  const labels = Object.entries(e.labels).map(([key, value]) => `${key}=${value}`);
  const ports = Object.entries(e.ports).map(([from, to]) => (from === String(to) ? from : `${from} → ${to}`));
  return h("tr", { key: endpointKey(e) },
    h("td", {},
      kindOf(e), " ", stateOf(e.health),
      h("div", {}, name(e.address, css)),
      h("div", { class: "facts" }, ports.join(", "))),
    h("td", {}, name(e.origin), h("div", { class: "facts" }, name(labels.join(", "), ""))),
    h("td", { class: "wide" }, e.locality ? name(e.locality) : "–"),
    h("td", { class: "wide number" }, e.weight ?? "–"));
}

// Snapshot

function snapshot({ types, view }) {
  return [
    h("p", { class: "facts" }, "As a sidecar of namespace ", name(view.namespace), " is sent it."),
    TYPES.filter((type) => types[type]).map((type) => {
      const { version, bytes, resources } = types[type];
      const found = resources.filter((r) => passes(r.name, r.origins)).sort((a, b) => b.bytes - a.bytes);
      const largest = found[0]?.bytes || 1;
      return fold(`snapshot ${type}`, [
        h("span", { class: "title" }, type.toUpperCase()),
        h("span", { class: "facts" },
          `${count(resources.length, "resource")}, ${size(bytes)}, version `, h("code", {}, version)),
      ], () => {
        if (!resources.length) return empty("There is none.");
        if (!found.length) return nothingFound(resources.length, "resource");
        return h("table", {},
          head("Resource, largest first", ["Size", "number"], ["Object", "wide"]),
          h("tbody", {}, capped(`snapshot ${type}`, found, (r) => resourceRow(r, r.bytes / largest), "tr")));
      });
    }),
  ];
}

function resourceRow(r, part) {
  return h("tr", { key: r.name },
    h("td", {}, name(r.name)),
    h("td", { class: "number" }, size(r.bytes), h("span", { class: "meter", css: { "--part": part } })),
    h("td", { class: "wide" }, listed(r.origins, 2)));
}

// Sources

function sources({ files, meshProblems, watching, objects }) {
  const ofFiles = files.flatMap((f) => f.problems.map((p) => ({ file: f.path, ...p })));
  const problems = [...ofFiles, ...meshProblems];
  const bad = problems.filter((p) => passes(p.file, p.object, p.message, p.severity))
    .sort((a, b) => (a.severity !== "error") - (b.severity !== "error"));
  const found = files.filter((f) => passes(f.path, f.objects.map((o) => o.object)));
  return [
    h("p", { class: "facts" },
      `${count(objects, "object")} in ${count(files.length, "file")}; changes are noticed by: `, name(watching, "")),
    capped("problems", bad, problem),
    !problems.length && h("p", {}, "Nothing is wrong with them."),
    !files.length && empty("No file has been read: ", command("--config"), " names files and folders of YAML."),
    files.length > 0 && !found.length && nothingFound(files.length, "file"),
    h("div", { key: "files", class: "rows" }, capped("files", found, file)),
  ];
}

function problem(p) {
  const isError = p.severity === "error";
  const key = `${p.file}:${p.line} ${p.object} ${p.field} ${p.message}`;
  return h("article", { key, class: isError ? "refusal" : "warning" },
    h("p", {},
      h("strong", {}, isError ? "✕ error" : "! warning"), " ", name(`${p.file}:${p.line}`),
      p.object && [" · ", name(p.object)], p.field && [" · ", name(p.field)]),
    message(p.message));
}

function file(f) {
  return fold(`file ${f.path}`, [
    h("span", { class: "title" }, name(f.path)),
    h("span", { class: "facts" },
      `${count(f.objects.length, "object")}, ${size(f.bytes)}`, f.lastReadMs ? [", read ", time(f.lastReadMs)] : null,
      f.stale ? h("b", {}, ", could not be read again: what it said before is in force") : null),
  ], () => h("ul", {}, capped(`file ${f.path}`, f.objects, object, "li"), f.ignored.map(ignored)));
}

function object(o) {
  return h("li", { key: `${o.line} ${o.object}` },
    name(o.object), ` line ${o.line}`, o.lastGoodVersion ? h("b", {}, " (its last good version is in force)") : null);
}

function ignored(i) {
  return h("li", { key: `ignored ${i.kind} ${i.apiVersion}` },
    `line ${i.firstLine}: ${count(i.count, "object")} not read: `, name(`${i.apiVersion} ${i.kind}`), ` (${i.reason})`);
}
