// One proxy: its streams, and the configuration it has been sent.

function proxyPath() {
  return `api/v1/proxies/${encodeURIComponent(route.proxy.toWellFormed())}`;
}

/** What tells one configuration of this proxy from the next. */
function sentVersions() {
  const versionsOf = (p) => TYPES.map((t) => [p.types[t]?.sentVersion, p.types[t]?.responses]);
  return JSON.stringify(feeds.proxy.data?.proxies.map((p) => [p.peer, versionsOf(p)]));
}

function configIsOld() {
  if (route.proxy === null || feeds.proxy.data === null || feeds.proxy.error) return false;
  return feeds.config.stamped !== sentVersions();
}

function proxyView() {
  const { data, error } = feeds.proxy;
  return [
    h("p", {}, h("a", { href: "#proxies" }, "← All proxies")),
    h("h1", {}, name(route.proxy)),
    error && h("p", { class: "warning", role: "status" },
      error.text, data ? " What follows is what was known last." : null),
    !data && !error && empty("Asking the server …"),
    data?.proxies.map((p) => stream(p, data.revision)),
    data && configuration(),
  ];
}

function stream(p, revision) {
  const types = TYPES.filter((t) => p.types[t]);
  return h("section", { key: proxyKey(p) },
    h("p", { class: "facts" }, factsOf(p), ` · connected ${ago(p.connectedMs)}`),
    h("p", {}, stateOf(p.state), ` · has acknowledged revision ${p.acknowledgedRevision ?? "–"} of ${revision}`,
      p.answersMissed ? h("b", {}, ` · ${count(p.answersMissed, "answer")} missed`) : null),
    types.length
      ? h("table", {},
        head("Type", "State", ["Resources", "number"], ["Size", "number"], ["Sent", "wide"], ["Acknowledged", "wide"]),
        h("tbody", {}, types.map((t) => typeRow(t, p.types[t]))))
      : empty("It has not asked for anything yet."),
    types.filter((t) => p.types[t].rejection).map((t) => rejected(t, p.types[t].rejection)));
}

function rejected(type, rejection) {
  return h("article", { key: `rejection ${type}`, class: "refusal" },
    h("p", {},
      h("strong", {}, `✕ ${type.toUpperCase()} rejected`), " at ", time(rejection.timeMs),
      ", version ", h("code", {}, rejection.version)),
    reasonOf(rejection));
}

function typeRow(type, t) {
  const moment = (ms, version) =>
    ms == null ? "–" : [time(ms), h("div", { class: "facts" }, h("code", {}, version ?? ""))];
  return h("tr", { key: type },
    h("td", {}, type.toUpperCase()),
    h("td", {},
      stateOf(t.state),
      h("div", { class: "facts" }, `${t.wildcard ? "asks for all" : `asks for ${t.subscribed}`}, `,
        count(t.responses, "response"))),
    h("td", { class: "number" }, t.resources),
    h("td", { class: "number" }, size(t.bytes)),
    h("td", { class: "wide" }, moment(t.sentMs, t.sentVersion)),
    h("td", { class: "wide" }, moment(t.acknowledgedMs, t.acknowledgedVersion)));
}

// Its configuration

const DUMPS = {
  ClustersConfigDump: (c) => (c.dynamicActiveClusters ?? []).map((d) => entry("cds", d.cluster, d)),
  EndpointsConfigDump: (c) => (c.dynamicEndpointConfigs ?? []).map((d) => entry("eds", d.endpointConfig, d)),
  ListenersConfigDump: (c) =>
    (c.dynamicListeners ?? []).map((d) => entry("lds", d.activeState.listener, d.activeState)),
  RoutesConfigDump: (c) => (c.dynamicRouteConfigs ?? []).map((d) => entry("rds", d.routeConfig, d)),
};

function entry(type, resource, { versionInfo, lastUpdated }) {
  const text = shown(JSON.stringify(resource, null, 2));
  const name = String(resource.name ?? resource.clusterName ?? "");
  return { type, name, versionInfo, lastUpdated, text, lower: text.toLowerCase() };
}

const parsed = { data: null, entries: [] };

function configEntries() {
  const data = feeds.config.data;
  if (parsed.data !== data) {
    parsed.data = data;
    parsed.entries = data.configs.flatMap((c) => DUMPS[c["@type"].split(".").pop()]?.(c) ?? []);
  }
  return parsed.entries;
}

function configuration() {
  const { data, error } = feeds.config;
  return h("section", { key: "configuration", "aria-labelledby": "config-title" },
    h("h2", { id: "config-title" }, "Configuration"),
    h("input", {
      id: "search", type: "search", placeholder: "Search names and text  ( / )",
      "aria-label": "Search in the configuration", autocomplete: "off", spellcheck: "false", on: { oninput: search },
    }),
    error && h("p", { class: "warning" }, error.text),
    data ? found(configEntries()) : !error && empty("Asking the server …"));
}

function search({ target }) {
  route.search = target.value.trim().toLowerCase();
  closeResources();
  draw();
}

function found(entries) {
  if (!entries.length) return empty("It has not been sent anything yet.");
  const hits = entries.filter((e) => e.lower.includes(route.search));
  const total = count(entries.length, "resource");
  const summary = route.search ? `${hits.length.toLocaleString("en")} of ${total} contain it.` : `${total}.`;
  return [
    h("p", { class: "facts", role: "status" }, summary),
    h("div", { class: "rows", key: "resources" }, capped("resources", hits, resource, "p", 100, "search for it")),
  ];
}

function resource(e, index) {
  return fold(`config ${e.type} ${e.name}`, [
    h("span", { class: "title" },
      h("span", { class: "chip" }, e.type.toUpperCase()), " ", h("bdi", { class: "name" }, marked(e.name))),
    h("span", { class: "facts" },
      "version ", h("code", {}, e.versionInfo), e.lastUpdated ? [" · sent ", time(e.lastUpdated)] : null),
  ], () => h("pre", {}, marked(e.text)), route.search !== "" && index < 5);
}

/** Another configuration, or another search: nothing of it was opened yet. */
function closeResources() {
  for (const key of folds.keys()) if (key.startsWith("config ")) folds.delete(key);
}

const MARKS_MAX = 1000;

/** The text, with what is searched for marked. */
function marked(text) {
  if (!route.search) return text;
  const lower = text.toLowerCase();
  const parts = [];
  let from = 0;
  // Where the small letters are not as many as the large ones, positions in one are not those in the other.
  while (lower.length === text.length && parts.length < 2 * MARKS_MAX) {
    const at = lower.indexOf(route.search, from);
    if (at < 0) break;
    parts.push(text.slice(from, at), h("mark", {}, text.slice(at, at + route.search.length)));
    from = at + route.search.length;
  }
  return [...parts, text.slice(from)];
}
