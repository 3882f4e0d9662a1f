// The theme's find.js without a page: one question a line, [what, …arguments], one answer a line, as JSON.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { runInThisContext } from "node:vm";

runInThisContext(readFileSync(process.argv[2], "utf8"), process.argv[2]);
const { asked, excerpt, find, holds, normal, place, title, wordsOf } = globalThis.finder;

const files = new Map();
function reader(folder, opened) {
  return async (name) => {
    const path = join(folder, name);
    opened.add(name);
    if (!files.has(path)) files.set(path, JSON.parse(readFileSync(path, "utf8")));
    return files.get(path);
  };
}

const answers = {
  runs: (text) => normal(text).text.trim().split(" ").filter(Boolean),
  words: (text) => [...new Set(normal(text).text.trim().split(" ").filter(Boolean).flatMap(wordsOf))],
  place,
  cut: (text) => { const { text: all, ends } = normal(text); return [all, ends]; },
  asked,
  title: (query, text) => title(asked(query), text),
  excerpt: (query, text, room) => excerpt(asked(query), text, room),
  async find(folder, index, query) {
    const opened = new Set(), load = reader(folder, opened), parts = asked(query);
    if (!parts.length) return { posts: [], opened: [] };
    const head = await load(index), may = await find(parts, head, load), words = [...opened];
    const sure = parts.every((part) => part.words.length === 1); // as search.js has it: the index alone can tell
    const posts = await Promise.all(may.map((number) => load(`posts/${head.posts[number]}.json`)));
    return { posts: posts.filter((post) => sure || holds(parts, post)).map((post) => post.url), opened: words };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const [what, ...given] = JSON.parse(line);
  process.stdout.write(`${JSON.stringify(await answers[what](...given))}\n`);
}
