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
