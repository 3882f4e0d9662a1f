// How the search page of `plan` behaves while somebody uses it: said as JSON, judged by the tests.
import { readFileSync } from "node:fs";
import { launch, plan, require, say } from "./browser.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WATCH = () => {
  window.violations = [];
  window.spoken = [];
  document.addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  addEventListener("DOMContentLoaded", () => {
    const status = document.querySelector("[role=status]");
    if (status) new MutationObserver(() => spoken.push(status.textContent)).observe(status, { childList: true, characterData: true, subtree: true });
  });
};
const later = (milliseconds) => new Promise((done) => { setTimeout(done, milliseconds); });

async function using(path, look, { width = 1440, height = 900, scheme = "light", script = true, broken = null } = {}) {
  const page = await browser.newPage();
  try {
    page.asked = [];
    page.on("request", (request) => page.asked.push(request.url()));
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    await page.setJavaScriptEnabled(script);
    if (script) await page.evaluateOnNewDocument(WATCH);
    if (broken) {
      await page.setRequestInterception(true);
      page.on("request", (request) => (request.url().includes(broken.part) ? request.abort() : request.continue()));
    }
    await page.goto(path.includes("://") ? path : plan.base + path, { waitUntil: "load" });
    return await look(page);
  } finally { await page.close(); }
}

const settled = async (page, before = "") => {
  await page.waitForFunction((old) => document.querySelector("[role=status]").textContent !== old, { timeout: 20000 }, before);
  await later(100);
};
const seen = (page) => page.evaluate(() => ({
  said: document.querySelector("[role=status]").textContent,
  titles: [...document.querySelectorAll("#s-found h2 a")].map((a) => a.textContent),
  links: [...document.querySelectorAll("#s-found h2 a")].map((a) => new URL(a.href).pathname),
  marks: [...document.querySelectorAll("#s-found mark")].map((mark) => mark.textContent),
  excerpts: [...document.querySelectorAll("#s-found .p-summary")].map((p) => p.textContent),
  days: [...document.querySelectorAll("#s-found time")].map((time) => [time.dateTime, time.textContent]),
  more: document.querySelector("#s-more").checkVisibility(),
  search: location.search,
  other: document.querySelector(".tongue a").search,
  violations, spoken,
}));
const axe = (page) => page.evaluate(`${AXE}; axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) => one.id + ": " + node.html.slice(0, 120))))`);

async function typed(path, query, options) {
  return using(path, async (page) => {
    const quiet = page.asked.length;
    await page.type("#s-query", query);
    await settled(page);
    const found = await seen(page);
    found.asked = page.asked.slice(quiet);
    found.all = page.asked;
    found.axe = await axe(page);
    found.wider = await page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);
    found.targets = await page.evaluate(() => [...document.querySelectorAll("main :is(a, button, input)")]
      .filter((node) => node.checkVisibility()).map((node) => node.getBoundingClientRect().height));
    return found;
  }, options);
}

// As an input method does: every step of a composition is an input, and none of them a word.
const composed = (path) => using(path, async (page) => {
  const session = await page.createCDPSession();
  await page.focus("#s-query");
  const quiet = page.asked.length;
  for (const text of ["k", "け", "けn", "けん", "けんさ", "けんさく", "検索"]) {
    await session.send("Input.imeSetComposition", { text, selectionStart: text.length, selectionEnd: text.length });
    await later(250);
  }
  const during = page.asked.length - quiet;
  await session.send("Input.insertText", { text: "検索" });
  await settled(page);
  return { during, ...await seen(page) };
});

const browser = await launch();
try {
  const { ja, en, none } = plan;
  const found = {
    ja: await typed("/ja/search/", ja), "ja dark": await typed("/ja/search/", ja, { scheme: "dark" }),
    "ja narrow": await typed("/ja/search/", ja, { width: 320, height: 640 }),
    en: await typed("/en/search/", en), none: await typed("/en/search/", none), "one letter": await typed("/ja/search/", ja[0]),
    composed: await composed("/ja/search/"),
  };
  found.linked = await using(`/ja/search/?q=${encodeURIComponent(ja)}`, async (page) => { await settled(page); return seen(page); });
  found.cleared = await using(`/ja/search/?q=${encodeURIComponent(ja)}`, async (page) => {
    await settled(page);
    const { said } = await seen(page);
    await page.focus("#s-query");
    for (const _ of ja) await page.keyboard.press("Backspace");
    await settled(page, said);
    return seen(page);
  });
  found.slipped = await typed("/ja/search/", "<img src=x onerror=alert(1)>");
  found.entered = await using("/en/search/", async (page) => {
    await page.type("#s-query", en);
    await page.keyboard.press("Enter");
    await settled(page);
    const loads = await page.evaluate(() => performance.getEntriesByType("navigation").length);
    return { loads, ...await seen(page) };
  });
  found.more = await using(`/en/search/?q=${encodeURIComponent(plan.common)}`, async (page) => {
    await settled(page);
    const first = await seen(page);
    await page.click("#s-more");
    await page.waitForFunction((count) => document.querySelectorAll("#s-found > li").length > count, {}, first.titles.length);
    const focus = await page.evaluate(() => [...document.querySelectorAll("#s-found h2 a")].indexOf(document.activeElement));
    return { first, focus, then: await seen(page) };
  });
  for (const part of ["/search/index.", "/search/words/", "/search/posts/"]) {
    const broken = { part };
    found[`broken ${part}`] = await using("/en/search/", async (page) => {
      await page.type("#s-query", en);
      await settled(page);
      const first = await seen(page);
      broken.part = "\0"; // the connection is there again
      await page.keyboard.press("Enter");
      await settled(page, first.said);
      return [first.said, (await seen(page)).titles.length];
    }, { broken });
  }
  found.unscripted = await using("/ja/search/", (page) => page.evaluate(() => ({
    text: document.querySelector("main").innerText, form: document.querySelector("form.search").checkVisibility(),
  })), { script: false });
  found.file = await using(plan.file, async (page) => ({ said: await page.$eval("[role=status]", (node) => node.textContent) }));
  say(found);
} finally {
  await browser.close();
}
