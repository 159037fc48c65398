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
