// The page as a function of what the server said. A view is a tree of h(…); `patch` brings the document to it and
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
