// The search page: asks `find.js` while something is typed, and shows what it finds. Loaded there and nowhere else.
(() => {
  const ROOM = document.documentElement.lang === "ja" ? 110 : 220; // characters of a post that are shown
  const STEP = 10, LOOKED = 50, PAUSE = 150; // shown at a time, looked into for these at most, milliseconds without a key
  const form = document.querySelector(".search"), input = form.q, say = form.dataset;
  const [status, list, more] = ["said", "found", "more"].map((name) => document.getElementById(`s-${name}`));
  const loaded = new Map();
  let turn = 0, timer, query = "", parts, posts, head, sure;

  const load = (name) => {
    if (!loaded.has(name)) {
      loaded.set(name, fetch(name).then((answer) => (answer.ok ? answer.json() : Promise.reject(name))));
      loaded.get(name).catch(() => loaded.delete(name)); // it may be there the next time
    }
    return loaded.get(name);
  };

  const made = (kind, given, ...children) => {
    const node = Object.assign(document.createElement(kind), given);
    node.append(...children);
    return node;
  };
  const shown = (pieces) => pieces.map((piece, at) => (at % 2 ? made("mark", {}, piece) : piece));
  const entry = (post) => made("li", { className: "row" },
    made("p", { className: "margin" }, made("time", { dateTime: post.day }, post.date)),
    made("div", { className: "text" },
      made("h2", {}, made("a", { href: `../../${post.url}` }, ...shown(finder.title(parts, post.title)))),
      made("p", { className: "p-summary" }, ...shown(finder.excerpt(parts, post.text, ROOM)))));

  // Show some more of what was found; where the index alone cannot tell, the posts are looked into first.
  const show = async (mine) => {
    const found = [];
    for (let looked = 0; posts.length && found.length < STEP && (looked < LOOKED || !found.length); looked += STEP) {
      const some = posts.slice(0, STEP - found.length);
      const read = await Promise.all(some.map((number) => load(`posts/${head.posts[number]}.json`)));
      if (mine !== turn) return;
      posts = posts.slice(some.length);
      found.push(...read.filter((post) => sure || finder.holds(parts, post)));
    }
    list.append(...found.map(entry));
    more.hidden = !posts.length;
    const total = list.childElementCount + (sure ? posts.length : 0);
    status.textContent = (!total ? say.none : !sure && posts.length ? say.least : total < 2 ? say.one : say.many)
      .replace("{count}", total).replace("{query}", () => query);
    return found.length;
  };

  const attempt = async (act) => {
    const mine = ++turn;
    try { await act(mine); } catch { if (mine === turn) status.textContent = say.failed; }
  };

  const search = () => attempt(async (mine) => {
    clearTimeout(timer);
    query = input.value.trim();
    history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : location.pathname);
    for (const other of document.querySelectorAll('[hreflang][href*="/search/"]')) other.search = location.search;
    const wanted = finder.asked(input.value);
    const now = wanted.length ? await load(say.index) : null;
    const found = now ? await finder.find(wanted, now, load) : [];
    if (mine !== turn) return;
    [parts, posts, head, sure] = [wanted, found, now, wanted.every((part) => part.words.length === 1)];
    list.replaceChildren();
    if (wanted.length) await show(mine); else [status.textContent, more.hidden] = ["", true];
  });

  const soon = () => { clearTimeout(timer); timer = setTimeout(search, PAUSE); };
  if (location.protocol === "file:") { // nothing can be fetched there
    status.textContent = say.file;
    return;
  }
  input.addEventListener("input", (event) => event.isComposing || soon()); // what is being converted is no word yet
  input.addEventListener("compositionend", soon);
  form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
  more.addEventListener("click", () => attempt(async (mine) => {
    const before = list.childElementCount;
    if (await show(mine)) list.children[before].querySelector("a").focus();
  }));
  input.value = new URLSearchParams(location.search).get("q") ?? "";
  if (input.value) search();
})();
