// Made by scripts/page out of Sources/Admin/Page.
// swift-format-ignore-file

/// The page for people, with everything that it needs.
enum AdminPage {
  /// What the page may do, for the `Content-Security-Policy` header: run the script and use the
  /// style that are in it, and ask the server that it comes from.
  static let policy = ##"""
default-src 'none'; script-src 'sha256-M+IbO3ZxqZWWC5GQhZedcgVtWhCJt+FmWgsX2ky5ZBk='; style-src 'sha256-tFtYArwFm2WFg16jwXUb+3+TElp1VTpWq7oMZVHQtkE='; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'
"""##

  /// The document.
  static let html = ##"""
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Causeway</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Cpath d='M1 11h14M3 11V8a2.5 2.5 0 0 1 5 0v3V8a2.5 2.5 0 0 1 5 0v3' fill='none' stroke='%232f7d6d' stroke-width='2'/%3E%3C/svg%3E">
<style>:root {
  color-scheme: light dark;
  --ground: light-dark(#f6f7f7, #121617);
  --sheet: light-dark(#ffffff, #1b2122);
  --text: light-dark(#17201f, #e6eceb);
  --faint: light-dark(#56625f, #9fb0ac);
  --line: light-dark(#d9dfdd, #323c3d);
  --accent: light-dark(#0b6355, #6fd3bf);
  --good: light-dark(#16693a, #7fd79b);
  --wait: light-dark(#7d4e00, #f0c060);
  --bad: light-dark(#b3121d, #ff9088);
  --good-ground: light-dark(#e4f4e9, #16301f);
  --wait-ground: light-dark(#fbf0d9, #382b10);
  --bad-ground: light-dark(#fdeaea, #3a1a1a);
  --pod: light-dark(#134f9c, #9cc7ff);
  --pod-ground: light-dark(#e4eefb, #16283f);
  --vm: light-dark(#6a2c91, #dcb0f5);
  --vm-ground: light-dark(#f3e8fa, #2f1c3c);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif;
  background: var(--ground);
  color: var(--text);
  scroll-padding-top: 6rem;
}

* { box-sizing: border-box; }
body { margin: 0; overflow-wrap: break-word; }
bdi, pre, code { overflow-wrap: anywhere; }
.address, .word, time { white-space: nowrap; }
[hidden] { display: none !important; }
a { color: var(--accent); }
p { margin: .3rem 0; }
code, pre, .name, .message { font-family: var(--mono); font-size: .87em; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 3px; }

header {
  position: sticky; top: 0; z-index: 1;
  background: var(--sheet); border-bottom: 1px solid var(--line);
  padding: .5rem 1rem;
}
.bar {
  display: flex; flex-wrap: wrap; gap: .3rem 1.2rem; align-items: center; max-width: 90rem;
  margin: 0 auto;
}
.brand { font-weight: 700; text-decoration: none; color: var(--text); letter-spacing: -.01em; }
#status {
  display: flex; flex-wrap: wrap; gap: .2rem .8rem; align-items: center; font-size: .93rem;
}
nav { display: flex; flex-wrap: wrap; gap: .1rem 1rem; flex: 1; font-size: .93rem; }
nav a { text-decoration: none; padding: .15rem 0; }
nav a:hover, summary:hover .title { text-decoration: underline; }
input {
  font: inherit; color: inherit; background: var(--ground);
  border: 1px solid var(--faint); border-radius: 6px; padding: .25rem .6rem; width: min(20rem, 100%);
}
button {
  font: inherit; color: var(--accent); background: none; border: 0; padding: 0;
  text-decoration: underline; cursor: pointer;
}
input::placeholder { color: var(--faint); opacity: 1; }

#gone {
  position: fixed; inset: auto 0 0; z-index: 2; text-align: center;
  background: var(--bad-ground); color: var(--bad);
}
#gone p { margin: 0; padding: .6rem 1rem; border-top: 2px solid; }

main { max-width: 90rem; margin: 0 auto; padding: 0 1rem 5rem; }
h1 { font-size: 1.15rem; margin: .6rem 0; }
h2 { font-size: 1.05rem; margin: 0 0 .5rem; }
section {
  background: var(--sheet); border: 1px solid var(--line); border-radius: 10px;
  padding: .9rem 1rem; margin-top: 1rem; min-width: 0;
}
#refusals { border-color: var(--bad); }
#refusals h2 { color: var(--bad); }

@media (min-width: 64rem) {
  #overview { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; align-items: start; }
  #refusals, #sources { grid-column: 1 / -1; }
}
.column { min-width: 0; }

.facts, .more { color: var(--faint); font-size: .87rem; font-weight: 400; }
b.facts { font-weight: 600; }
.empty { color: var(--faint); margin: .6rem 0; max-width: 60ch; }
.heard {
  position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap;
}
.state { white-space: nowrap; font-weight: 600; }
.synced, .healthy { --mine: var(--good); --ground-mine: var(--good-ground); }
.pending, .draining { --mine: var(--wait); --ground-mine: var(--wait-ground); }
.rejected, .unhealthy { --mine: var(--bad); --ground-mine: var(--bad-ground); }
.state { color: var(--mine, inherit); }

.chips { display: flex; flex-wrap: wrap; gap: .25rem; margin-top: .2rem; }
.chip {
  font-size: .8rem; line-height: 1.5; padding: 0 .45rem; border-radius: 5px; position: relative;
  border: 1px solid var(--mine, var(--line)); background: var(--ground-mine, transparent); color: var(--mine, inherit);
}
.pod { --kind: var(--pod); --kind-ground: var(--pod-ground); }
.vm { --kind: var(--vm); --kind-ground: var(--vm-ground); }
.external { --kind: var(--text); --kind-ground: var(--ground); }
.kind { color: var(--kind); font-weight: 600; }
.chip.pod, .chip.vm, .chip.external {
  color: var(--kind); background: var(--kind-ground); border-color: var(--kind-ground);
}
.chip.draining { color: var(--wait); border: 1px dashed var(--wait); }
.chip.unhealthy { color: var(--bad); background: var(--bad-ground); border: 1px solid var(--bad); }

details.row { border-top: 1px solid var(--line); }
.rows > details.row:first-child, .facts + details.row { border-top: 0; }
summary { padding: .45rem 0; cursor: pointer; display: flow-root; }
summary::before { content: "▸"; color: var(--faint); float: left; width: 1rem; }
[open] > summary::before { content: "▾"; }
summary > * { display: block; margin-left: 1rem; }
summary > .chips { display: flex; }
.title { font-weight: 600; }
details > :not(summary) { margin-left: 1rem; }
details > ol { padding-left: 0; }
details > table { width: calc(100% - 1rem); }
ul { padding-left: 1.1rem; }

table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; color: var(--faint); font-size: .8rem; }
th, td { padding: .35rem .6rem .35rem 0; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; }
th.number, td.number { text-align: right; white-space: nowrap; padding-right: 1.4rem; }
tr > :last-child { padding-right: 0 !important; }
tr.bad > td:first-child { box-shadow: -.5rem 0 0 var(--sheet), -.7rem 0 0 var(--bad); }
.meter {
  display: block; height: 4px; margin: 3px 0 0 auto; width: calc(6rem * var(--part));
  min-width: 1px; background: var(--accent); border-radius: 2px;
}

article {
  border-left: 4px solid var(--mine); background: var(--ground-mine); border-radius: 6px;
  padding: .4rem .8rem; margin: .5rem 0;
}
.refusal { --mine: var(--bad); --ground-mine: var(--bad-ground); }
.warning { --mine: var(--wait); --ground-mine: var(--wait-ground); }
p.warning { color: var(--wait); }
article strong, .refusal .message { color: var(--mine); }
.message { white-space: pre-wrap; }

.timeline {
  position: relative; display: flex; align-items: flex-end; justify-content: flex-end;
  gap: 2px; height: 6rem; padding-right: 3.6rem; margin-bottom: .8rem;
  border-bottom: 1px solid var(--line);
}
.line {
  position: absolute; inset: auto 0 calc(100% * var(--part)) 0;
  border-top: 1px dotted var(--line);
}
.line span {
  position: absolute; right: 0; top: -.75em; font-size: .72rem; line-height: 1.5;
  color: var(--faint); background: var(--sheet); padding-left: .3rem;
}
.bar-of {
  flex: 0 1 14px; height: calc(100% * var(--part)); background: var(--mine);
  border: 2px solid var(--mine); border-radius: 3px 3px 0 0; position: relative;
  font-size: .72rem; line-height: 1; color: var(--sheet); text-align: center;
  overflow: hidden;
}
.bar-of.pending { background: none; border-style: dashed; border-bottom: 0; }

.pushes { list-style: none; padding: 0; margin: 0; }
.pushes li {
  position: relative; padding: .1rem 0 .8rem 1.2rem; margin-left: .4rem;
  border-left: 2px solid var(--line);
}
.pushes li::before {
  content: ""; position: absolute; left: -7px; top: .45rem; width: 12px; height: 12px;
  border-radius: 50%; background: var(--mine);
}
.pushes li.pending::before { background: var(--sheet); border: 3px solid var(--mine); }
.pushes li.rejected::before { border-radius: 0; transform: rotate(45deg); }

pre {
  white-space: pre-wrap; background: var(--ground); border-radius: 6px; padding: .6rem .8rem;
  margin-top: 0; line-height: 1.4;
}
mark { background: light-dark(#ffe27a, #6b5200); color: inherit; border-radius: 2px; }

@media (max-width: 45rem) {
  .wide { display: none; }
  header { position: static; }
  header, main { padding-left: .7rem; padding-right: .7rem; }
  nav { flex-basis: 100%; }
  #filter { width: 100%; }
  section { padding: .7rem; }
  :root { scroll-padding-top: .5rem; }
}
@media (prefers-reduced-motion: no-preference) { :root { scroll-behavior: smooth; } }
</style>
</head>
<body>
<header>
<div class="bar">
<a class="brand" href="#overview">Causeway</a>
<div id="status" role="status" aria-atomic="true"></div>
</div>
<div class="bar">
<nav aria-label="Sections" id="nav"></nav>
<input id="filter" type="search" placeholder="Filter  ( / )" aria-label="Filter everything below"
  autocomplete="off" spellcheck="false">
</div>
</header>
<div id="gone" role="alert"></div>
<main>
<div id="overview"></div>
<div id="proxy"></div>
</main>
<noscript><p class="empty">This page needs JavaScript. The same is said as JSON under /api/v1/.</p></noscript>
<script type="module">// The page as a function of what the server said. A view is a tree of h(…); `patch` brings the document to it and
// touches only what differs, so that scroll, selection, focus and opened details stay. Text from the server gets into
// the document as text nodes and nowhere else: no markup is ever parsed here.

/** An element to be: attributes, properties of `on` (listeners) and `css` (custom properties), children. */
function h(tag, attributes, ...children) {
  return { tag, attributes: attributes ?? {}, children: present(children) };
}

/** What is to be shown of a list of lists, in which null and false stand for nothing. */
function present(children) {
  return [children].flat(Infinity).filter((child) => child != null && child !== false);
}

const trees = new WeakMap();

/** Makes the children of `parent` those of `children`; nodes with the same `key` are the same nodes afterwards. */
function patch(parent, children) {
  const focused = document.activeElement;
  patchChildren(parent, present(children));
  if (focused !== document.activeElement && focused?.isConnected) focused.focus({ preventScroll: true });
}

function patchChildren(parent, children) {
  const before = trees.get(parent) ?? new Map();
  const after = new Map();
  children.forEach((child, index) => {
    let key = child.attributes?.key ?? `${index} ${child.tag ?? ""}`;
    while (after.has(key)) key += "'";
    const old = before.get(key);
    const isSame = old && old.tag === child.tag;
    const node = isSame ? old.node : child.tag ? document.createElement(child.tag) : document.createTextNode("");
    if (isSame) before.delete(key);
    if (child.tag) patchElement(node, isSame ? old.child : h(child.tag), child);
    else if (node.data !== shown(child)) node.data = shown(child);
    after.set(key, { node, tag: child.tag, child });
  });
  for (const { node } of before.values()) node.remove();
  trees.set(parent, after);
  let next = parent.firstChild;
  for (const { node } of after.values()) {
    if (node === next) next = next.nextSibling;
    else parent.insertBefore(node, next);
  }
}

function patchElement(node, old, child) {
  const names = new Set([...Object.keys(old.attributes), ...Object.keys(child.attributes)]);
  for (const name of names) {
    const value = child.attributes[name];
    if (name === "key" || old.attributes[name] === value) continue;
    if (name === "on") Object.assign(node, value);
    else if (name === "css") for (const key in value) node.style.setProperty(key, value[key]);
    else if (value == null || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? "" : shown(value));
  }
  patchChildren(node, child.children);
}

// Control characters and those that change the direction of what follows could make one name look like another.
const INVISIBLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g;

function shown(text) {
  return String(text).replace(INVISIBLE, "\ufffd");
}

/** A name from outside: on its own in writing direction, and of bounded length. */
function name(text, css = "name", max = 300) {
  const s = String(text);
  return h("bdi", { class: css }, s.length > max ? `${s.slice(0, max)}… (${s.length} characters)` : s);
}

/** What somebody else has to say, in their own words. */
function message(text) {
  return h("p", { class: "message" }, name(text, "", 4000));
}

/** `one thing`, `2 things`. */
function count(n, thing, things = `${thing}s`) {
  return `${n.toLocaleString("en")} ${n === 1 ? thing : things}`;
}

function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function duration(ms) {
  if (ms < 1) return `${ms.toFixed(2)} ms`;
  if (ms < 1000) return `${ms.toFixed(ms < 10 ? 1 : 0)} ms`;
  const s = ms / 1000;
  if (s < 60) return `${s.toFixed(s < 10 ? 1 : 0)} s`;
  if (s < 3600) return `${Math.floor(s / 60)} min`;
  return s < 172800 ? `${Math.floor(s / 3600)} h` : `${Math.floor(s / 86400)} d`;
}

function ago(ms) {
  const passed = Date.now() - ms;
  return passed < 1500 ? "now" : `${duration(Math.floor(passed / 1000) * 1000).replace(".0", "")} ago`;
}

function time(ms) {
  const at = new Date(ms);
  if (Number.isNaN(at.getTime())) return name(ms);
  const isToday = at.toDateString() === new Date().toDateString();
  // Sweden writes dates as ISO 8601 does.
  const text = isToday ? at.toLocaleTimeString("sv-SE") : at.toLocaleString("sv-SE");
  return h("time", { datetime: at.toISOString(), title: at.toISOString() }, text);
}

function empty(...text) {
  return h("p", { class: "empty" }, ...text);
}

/** What the person opened (true) and closed (false). */
const folds = new Map();

/** A row that can be opened; what is in it is made only when it is open. */
function fold(key, summary, content, isOpenAtFirst = false) {
  const isOpen = folds.get(key) ?? isOpenAtFirst;
  const ontoggle = ({ target }) => {
    if (target.open === isOpen) return;
    folds.set(key, target.open);
    render();
  };
  return h("details", { key, class: "row", open: isOpen, on: { ontoggle } },
    h("summary", {}, summary),
    isOpen ? content() : null);
}

/** A command to type, broken between its words only. */
function command(text) {
  return h("code", {}, text.split(" ").map((word, i) => [i ? " " : "", h("span", { class: "word" }, word)]));
}

const ROWS_MAX = 25;

/** How many rows the person has asked for, of which list. */
const limits = new Map();

/** The first rows of a list, and how many more there are; with a `key`, there is a way to see them. */
function capped(key, items, row, tag = "p", max = ROWS_MAX, advice = "use the filter") {
  const limit = limits.get(key) ?? max;
  const more = items.length - limit;
  const onclick = () => {
    limits.set(key, limit + 100);
    render();
  };
  const rest = [
    `… and ${more.toLocaleString("en")} more`,
    key && [`: ${advice}, or `, h("button", { type: "button", on: { onclick } }, "show more"), "."],
  ];
  return [
    items.slice(0, limit).map(row),
    more > 0 && h(tag, { key: "more", class: "more" }, tag === "tr" ? h("td", { colspan: 9 }, rest) : rest),
  ];
}
// What is asked of the server, when, and what it last said.

/** One resource of the API, asked every second while it is wanted, but never more than a fifth of the time. */
class Feed {
  /** `stamp` says of what state of things an answer will be. */
  constructor(path, isWanted, stamp) {
    this.path = path;
    this.isWanted = isWanted;
    this.stamp = stamp;
    this.forget();
  }

  /** Starts anew, as for a path that was never asked. */
  forget() {
    this.asked?.abort();
    this.asked = null;
    this.data = null;
    this.error = null;
    this.stamped = null;
    this.dueAt = 0;
  }

  async ask() {
    const path = typeof this.path === "function" ? this.path() : this.path;
    const begin = performance.now();
    const stamp = this.stamp?.();
    const asked = (this.asked = new AbortController());
    const late = setTimeout(() => asked.abort(), 15000);
    try {
      const answer = await fetch(path, { signal: asked.signal, cache: "no-store", credentials: "omit" });
      const body = await answer.json();
      if (asked !== this.asked) return;
      server.answered();
      this.error = answer.ok ? null : { status: answer.status, text: body.error };
      if (answer.ok) {
        this.data = body;
        this.stamped = stamp;
      }
    } catch {
      if (asked !== this.asked) return;
      server.didNotAnswer();
    } finally {
      clearTimeout(late);
      if (asked === this.asked) {
        this.asked = null;
        const now = performance.now();
        // A little before the tick after this one, which does not come to the millisecond.
        this.dueAt = Math.max(begin + 900, now + 4 * (now - begin));
        draw();
      }
    }
  }
}

/** Whether the server answers, and when it last did. */
const server = {
  answeredAt: null,
  goneSince: null,
  answered() {
    this.answeredAt = Date.now();
    this.goneSince = null;
  },
  didNotAnswer() {
    this.goneSince ??= this.answeredAt ?? Date.now();
  },
};

const inView = new Set();
const feeds = {
  proxies: new Feed("api/v1/proxies", () => true),
  sources: new Feed("api/v1/sources", () => true),
  services: new Feed("api/v1/services", () => inView.has("services")),
  pushes: new Feed("api/v1/pushes?limit=50", () => inView.has("pushes")),
  snapshot: new Feed("api/v1/snapshot", () => inView.has("snapshot")),
  proxy: new Feed(() => proxyPath(), () => route.proxy !== null),
  config: new Feed(() => `${proxyPath()}/config`, () => configIsOld(), () => sentVersions()),
};

function tick() {
  if (!document.hidden) {
    const now = performance.now();
    for (const feed of Object.values(feeds)) {
      if (!feed.asked && feed.dueAt <= now && feed.isWanted()) feed.ask();
    }
    draw();
  }
}

let isDrawing = false;

/** Shows what is known, once for everything that changed before the next frame. */
function draw() {
  if (isDrawing) return;
  isDrawing = true;
  requestAnimationFrame(() => {
    isDrawing = false;
    render();
  });
}
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
// The top line, which view is shown, and the clock.

const $ = (id) => document.getElementById(id);

/** What the person looks at. */
const route = { proxy: null, filter: [], search: "" };

function readFragment() {
  const before = route.proxy;
  const [, id] = location.hash.match(/^#\/proxies\/(.+)$/) ?? [];
  try {
    route.proxy = id === undefined ? null : decodeURIComponent(id);
  } catch {
    route.proxy = null;
  }
  if (route.proxy === before) return;
  feeds.proxy.forget();
  feeds.config.forget();
  route.search = "";
  closeResources();
  tick();
  render();
  if (route.proxy === null) $(location.hash.slice(1))?.scrollIntoView();
  else scrollTo(0, 0);
}

function status() {
  const { data, error } = feeds.proxies;
  if (error) return h("span", { class: "state pending" }, `Not ready: ${error.text}`);
  if (!data) return server.goneSince ? "No answer yet." : "Asking the server …";
  const number = (state) => data.proxies.filter((p) => p.state === state).length;
  const { errors, warnings } = feeds.sources.data ?? {};
  return [
    h("span", {}, `Revision ${data.revision}`),
    server.goneSince
      ? h("span", { class: "state rejected" }, "✕ no answer")
      : h("span", { class: "state synced" }, "✓ ready"),
    h("a", { href: "#proxies" }, count(data.proxies.length, "proxy", "proxies")),
    ["synced", "pending", "rejected"].map((state) => {
      const n = number(state);
      return n ? h("span", { key: state }, stateOf(state, n.toLocaleString("en"))) : null;
    }),
    errors
      ? h("a", { key: "errors", href: "#sources", class: "state rejected" }, `✕ ${count(errors, "source error")}`)
      : null,
    warnings
      ? h("a", { key: "warnings", href: "#sources", class: "state pending" }, `! ${count(warnings, "warning")}`)
      : null,
    errors === 0 ? h("span", { key: "none" }, "no source errors") : null,
  ];
}

function gone() {
  if (server.goneSince === null) return null;
  return h("p", {}, h("strong", {}, "✕ The server does not answer"), " since ", time(server.goneSince),
    ". What is shown is from then. It is asked again every second.");
}

function title() {
  if (server.goneSince !== null) return "✕ no answer – Causeway";
  const rejected = feeds.proxies.data?.proxies.filter((p) => p.state === "rejected").length;
  return rejected ? `✕ ${rejected} rejected – Causeway` : "Causeway";
}

const SECTIONS = ["proxies", "pushes", "services", "snapshot", "sources"];
const observed = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (isIntersecting) inView.add(target.id);
    else inView.delete(target.id);
  }
  tick();
});

function render() {
  const isOverview = route.proxy === null;
  if (document.title !== title()) document.title = title();
  patch($("status"), status());
  patch($("gone"), gone());
  $("overview").hidden = !isOverview;
  $("filter").hidden = !isOverview;
  if (isOverview) patch($("overview"), overview());
  patch($("proxy"), isOverview ? null : h("div", { key: route.proxy }, proxyView()));
}

render();
SECTIONS.forEach((id) => observed.observe($(id)));
patch($("nav"), SECTIONS.map((id) => h("a", { href: `#${id}` }, id[0].toUpperCase() + id.slice(1))));
addEventListener("hashchange", readFragment);
document.addEventListener("visibilitychange", tick);
$("filter").addEventListener("input", (event) => {
  route.filter = event.target.value.toLowerCase().split(/\s+/).filter(Boolean);
  draw();
});
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input")) return;
  event.preventDefault();
  (route.proxy === null ? $("filter") : $("search"))?.focus();
});
readFragment();
tick();
setInterval(tick, 1000);
</script>
</body>
</html>

"""##
}
