// What html-validate says of the files of `plan`, one line each.
import { readFileSync } from "node:fs";
import { plan, require, say } from "./browser.mjs";

const { HtmlValidate } = require("html-validate");
const validator = new HtmlValidate(JSON.parse(readFileSync(new URL("htmlvalidate.json", import.meta.url), "utf8")));
const found = [];
for (const file of plan.files) {
  const report = await validator.validateFile(file);
  for (const { messages } of report.results) {
    for (const one of messages) found.push(`${file}:${one.line}: ${one.ruleId}: ${one.message}`);
  }
}
say(found);
