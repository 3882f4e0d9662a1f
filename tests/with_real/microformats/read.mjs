// Reads {"html", "url"} as JSON from standard input; prints what microformats-parser makes of it.
import { readFileSync } from "node:fs";
import { mf2 } from "microformats-parser";

const { html, url } = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(mf2(html, { baseUrl: url })));
