// Chromium as the tests use it: it asks nobody but the page's server, and says what it was given.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const installed = process.env.ENISHI_BROWSER;
export const require = createRequire(join(installed, "package.json"));
export const executablePath = join(installed, "bin", "chromium");
export const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-extensions", "--no-proxy-server",
];
export const esm = (name) => import(pathToFileURL(require.resolve(name)));
export const plan = JSON.parse(readFileSync(0, "utf8"));
export const launch = (...more) => require("puppeteer-core").launch({ executablePath, args: [...args, ...more] });
export const say = (found) => process.stdout.write(JSON.stringify(found));
