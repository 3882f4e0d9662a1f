// What a browser finds on the pages of `plan`: said as JSON, judged by the tests.
import { readFileSync } from "node:fs";
import { launch, plan, require, say } from "./browser.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const WATCH = () => {
  window.violations = [];
  window.shifts = 0;
  document.addEventListener("securitypolicyviolation", (e) => violations.push(`${e.violatedDirective} ${e.blockedURI}`));
  new PerformanceObserver((list) => list.getEntries().forEach((e) => { shifts += e.value; }))
    .observe({ type: "layout-shift", buffered: true });
};

async function opened(browser, path, { width = 1440, height = 900, scheme = "light", script = true } = {}) {
  const page = await browser.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.setJavaScriptEnabled(script);
  if (script) await page.evaluateOnNewDocument(WATCH);
  await page.goto(plan.base + path, { waitUntil: "load" });
  return page;
}

async function using(browser, path, options, look) {
  const page = await opened(browser, path, options);
  try { return await look(page); } finally { await page.close(); }
}

// --- each page ---------------------------------------------------------------------------------------

const axe = (page) => page.evaluate(`${AXE}; axe.run({ runOnly: ${JSON.stringify(TAGS)} }).then((found) =>
  found.violations.flatMap((one) => one.nodes.map((node) => one.id + ": " + node.html.slice(0, 120) + " " + (node.any[0]?.message ?? ""))))`);

const readThrough = (page) => page.evaluate(async () => {
  for (let y = 0; y < document.body.scrollHeight; y += innerHeight / 2) {
    scrollTo({ top: y, behavior: "instant" });
    await new Promise(requestAnimationFrame);
  }
  return { shifts, violations };
});

const tooWide = (page) => page.evaluate(() => document.scrollingElement.scrollWidth - innerWidth);

async function ofPage(browser, large, path) {
  const found = {};
  for (const scheme of ["light", "dark"]) {
    await using(browser, path, { scheme }, async (page) => {
      Object.assign(found, await readThrough(page));
      found[`axe ${scheme}`] = await axe(page);
    });
  }
  await using(browser, path, { width: 320, height: 640 }, async (page) => {
    found["wider than 320"] = await tooWide(page);
    found["axe narrow"] = await axe(page);
    found["shifts narrow"] = (await readThrough(page)).shifts;
  });
  await using(browser, path, { width: 640, height: 450 }, async (page) => { found["wider at 200 %"] = await tooWide(page); });
  found["wider with letters of 200 %"] = await using(large, path, { width: 1280 }, tooWide);
  const text = (page) => page.evaluate(() => document.querySelector("main").innerText);
  found["text with script"] = await using(browser, path, {}, text);
  found["text without script"] = await using(browser, path, { script: false }, text);
  return found;
}

// --- an article --------------------------------------------------------------------------------------

const weighed = (browser, path) => using(browser, "/404.html", {}, async (page) => {
  const answers = [], sizes = {};
  const session = await page.createCDPSession();
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  session.on("Network.responseReceived", (e) => answers.push([e.requestId, e.type, e.response.url]));
  session.on("Network.loadingFinished", (e) => { sizes[e.requestId] = e.encodedDataLength; });
  await page.goto(plan.base + path, { waitUntil: "networkidle0" });
  return answers.map(([id, type, url]) => ({ type, url, bytes: sizes[id] }));
});

const notes = (browser, path, options) => using(browser, path, options, async (page) => {
  const reference = await page.$(".footnote-ref");
  await reference.focus();
  await page.keyboard.press("Enter");
  return page.evaluate(() => {
    const box = (node) => node.getBoundingClientRect();
    const text = box(document.querySelector(".prose"));
    const boxes = [...document.querySelectorAll(".note")].map((note) => ({ top: box(note).top, bottom: box(note).bottom, left: box(note).left }));
    const open = document.querySelector(".note:popover-open");
    return { text: text.right, boxes, open: open?.id, shown: open ? box(open).height > 20 && box(open).bottom <= innerHeight : false };
  });
});

const beside = (browser, path) => using(browser, path, {}, (page) => page.evaluate(() => {
  const box = (node) => node.getBoundingClientRect();
  return {
    text: box(document.querySelector(".prose")).right,
    notes: [...document.querySelectorAll(".note")].map((note) => ({ left: box(note).left, top: box(note).top, bottom: box(note).bottom })),
    numbers: [...document.querySelectorAll("sup[class]")].map((number) => box(number).top),
    contents: document.querySelector(".contents ol").checkVisibility(),
  };
}));

// Whether a line ends between a note's number and the character before or after it.
const torn = (browser, path) => using(browser, path, {}, async (page) => {
  const found = [];
  for (let width = 320; width < 1200; width += 23) {
    await page.setViewport({ width, height: 900 });
    found.push(...await page.evaluate((width) => [...document.querySelectorAll(".whole")].flatMap((whole) => {
      const top = (node) => { const range = document.createRange(); range.selectNodeContents(node); return range.getBoundingClientRect().top; };
      const tops = [...whole.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map(top);
      return tops.length === 2 && tops[0] === tops[1] ? [] : [`${whole.textContent} at ${width}`];
    }), width));
  }
  return found;
});

const keyboard = (browser, path) => using(browser, path, {}, async (page) => {
  await page.keyboard.press("Tab");
  const first = await page.evaluate(() => ({ link: document.activeElement.className, top: document.activeElement.getBoundingClientRect().top }));
  await page.keyboard.press("Enter");
  const landed = await page.evaluate(() => document.activeElement.id);
  const unseen = [];
  const wanted = await page.evaluate(() => document.querySelectorAll("main :is(a[href], button, input:not([type=hidden]), [tabindex='0'])").length);
  for (let stop = 0; stop < wanted; stop += 1) {
    await page.keyboard.press("Tab");
    const found = await page.evaluate(() => {
      const node = document.activeElement, style = getComputedStyle(node);
      return { html: node.outerHTML.slice(0, 90), ring: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 };
    });
    if (!found.ring) unseen.push(found.html);
  }
  return { first, landed, unseen };
});

async function scheme(browser, path) {
  const context = await browser.createBrowserContext();
  const paper = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const shown = {};
  await using(context, path, {}, async (page) => {
    shown.light = await paper(page);
    await page.click(".lamp button");
    shown.turned = await paper(page);
    shown.pressed = await page.$eval(".lamp button", (node) => node.getAttribute("aria-pressed"));
  });
  const again = await context.newPage();
  await again.emulateMediaFeatures([{ name: "prefers-color-scheme", value: "light" }]);
  await again.evaluateOnNewDocument(() => new MutationObserver((_, self) => {
    if (!document.body) return;
    window.before = document.documentElement.dataset.scheme; // as it was when the body began
    self.disconnect();
  }).observe(document, { childList: true, subtree: true }));
  await again.goto(plan.base + path);
  shown.kept = await paper(again);
  shown.before = await again.evaluate(() => window.before);
  await again.click(".lamp button");
  shown.stored = await again.evaluate(() => localStorage.length);
  await context.close();
  shown.without = await using(browser, path, { script: false, scheme: "dark" }, async (page) => [
    await paper(page), await page.evaluate(() => document.querySelector(".lamp").checkVisibility()),
  ]);
  return shown;
}

const held = (browser, path) => using(browser, path, {}, (page) => page.evaluate(async () => {
  const script = document.createElement("script");
  script.textContent = "window.ran = true";
  document.body.append(script);
  document.querySelector("h1").setAttribute("style", "color: red");
  const image = new Image();
  image.src = "http://localhost:9/pixel.gif";
  document.body.append(image);
  await new Promise((done) => { image.onerror = done; });
  return { ran: window.ran === true, coloured: getComputedStyle(document.querySelector("h1")).color, violations };
}));

const printed = (browser, path) => using(browser, path, { scheme: "dark" }, async (page) => {
  await page.emulateMediaType("print");
  return page.evaluate(() => ({
    paper: getComputedStyle(document.body).backgroundColor,
    ink: getComputedStyle(document.body).color,
    shown: [".masthead nav", ".answer", ".onward", ".contents", ".footnote", ".thread"].filter((name) => document.querySelector(name)?.checkVisibility()),
    address: getComputedStyle(document.querySelector('.prose a[href^="https://example"]'), "::after").content,
    note: getComputedStyle(document.querySelector(".note")).position,
  }));
});

const browser = await launch();
const large = await launch("--blink-settings=defaultFontSize=32"); // whose reader set letters of 200 %
try {
  const pages = {};
  for (const path of plan.pages) pages[path] = await ofPage(browser, large, path);
  const path = plan.article;
  say({
    pages,
    weighed: await weighed(browser, plan.weighed),
    beside: await beside(browser, path),
    torn: await torn(browser, path),
    notes: await notes(browser, path, { width: 360, height: 740 }),
    "notes without script": await notes(browser, path, { width: 360, height: 740, script: false }),
    keyboard: await keyboard(browser, path),
    scheme: await scheme(browser, path),
    held: await held(browser, path),
    printed: await printed(browser, path),
  });
} finally {
  await Promise.all([browser.close(), large.close()]);
}
