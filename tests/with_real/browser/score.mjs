// Lighthouse's scores for the pages of `plan`, and what cost points.
import { esm, launch, plan, say } from "./browser.mjs";

const { default: lighthouse } = await esm("lighthouse");
const browser = await launch();
try {
  const scores = {};
  for (const path of plan.pages) {
    const { lhr } = await lighthouse(plan.base + path, { port: new URL(browser.wsEndpoint()).port, logLevel: "error" });
    scores[path] = {
      scores: Object.fromEntries(Object.values(lhr.categories).map((one) => [one.id, Math.round(one.score * 100)])),
      speed: lhr.environment.benchmarkIndex,
      lost: Object.values(lhr.audits).filter((one) => one.score !== null && one.score < 0.9 && one.scoreDisplayMode !== "informative").map((one) => `${one.id} ${one.displayValue ?? ""}`.trim()),
    };
  }
  say(scores);
} finally {
  await browser.close();
}
