// Takes words as plugins/search_words.py does, and asks the index that plugins/search_files.py writes. Knows no page.
globalThis.finder = (() => {
  const unseen = "'\\xad\\u02bc\\u0300-\\u036f\\u200b-\\u200f\\u2019\\u2060\\u3099\\u309a\\ufe00-\\ufe0f\\ufeff\\u{e0100}-\\u{e01ef}";
  const between = "\\0-/:-`{-\\xde\\xf7\\u02b0-\\u036f\\u1680\\u2000-\\u2bff\\u2e00-\\u2e7f\\u2ff0-\\u3004\\u3008-\\u3020\\u3030\\u303d-\\u3040"
    + "\\u3097-\\u309c\\u30a0\\u30fb\\ud800-\\uf8ff\\ufe00-\\ufe6f\\uff00-\\uff65\\uffe0-\\uffff\\u{1f000}-\\u{1faff}\\u{e0000}-\\u{10ffff}";
  const isLetter = (c) => /^[0-9a-z\xdf-\xf6\xf8-\u02af\u1e00-\u1eff]/.test(c);
  const cluster = RegExp(`.[${unseen}\\u1160-\\u11ff\\uff9e\\uff9f]*`, "gsu");
  const [UNSEEN, BETWEEN] = [unseen, between].map((inside) => RegExp(`[${inside}]`, "gu"));
  const WORTH = [1, 2, 5, 12]; // of a word that stands there once, often, in a heading, in a title or tag
  const PAIRS = 8; // so many of a long run are asked for; the text of the post has the last word

  const kana = (c) => (/[ヵヶゕゖ]/.test(c) ? "か" : String.fromCharCode(c.charCodeAt() - 96));
  const known = {};
  const folded = (text) => known[text] ??= [...text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "")
    .toLowerCase().toUpperCase().toLowerCase().replace(/[ァ-ヶヽヾゕゖ]/g, kana).normalize("NFC")
    .replace(UNSEEN, "").replace(BETWEEN, " ")].map((c) => [c, c === " " ? 0 : isLetter(c) ? 1 : 2]);

  // The runs of a text with spaces between and around them, and where in the text each character begins and ends.
  const normal = (text) => {
    const ends = [[0, 0]];
    let found = " ", before = 0;
    for (const { 0: all, index } of text.matchAll(cluster)) {
      for (const [c, kind] of folded(all)) {
        const more = (before && kind !== before ? " " : "") + (kind ? c : "");
        found += more;
        for (let unit = more.length; unit; unit -= 1) ends.push([index, index + all.length]);
        before = kind;
      }
    }
    return { text: before ? `${found} ` : found, ends };
  };

  const place = (word) => {
    let found = 2166136261;
    for (const c of isLetter(word) ? word.slice(0, 2) : word) found = Math.imul(found ^ c.codePointAt(), 16777619) >>> 0;
    return found;
  };

  const wordsOf = (run) => {
    const all = [...run];
    return isLetter(run) || !all[1] ? [run] : all.slice(1, PAIRS + 1).map((c, at) => all[at] + c);
  };

  // What is typed without a space stands together; its last word may go on. サーバー finds サーバ too, as many write it.
  const asked = (query) => query.split(/\s+/).map((part, at, all) => {
    const text = normal(part).text.trim().replace(/([ぁ-ゖー]{3})ー$/, "$1"), last = text.split(" ").at(-1);
    const begun = at === all.length - 1 && isLetter(last) && last[1] ? last : "";
    return { text, begun, words: text.split(" ").flatMap(wordsOf) };
  }).filter((part) => part.text);

  // Where in a text something stands that was asked for: [begin, end, which part].
  const spots = (parts, text) => {
    const { text: all, ends } = normal(text), found = [];
    parts.forEach((part, which) => {
      const begin = isLetter(part.text) ? " " : "", whole = begin + part.text + (isLetter(part.text.at(-1)) && !part.begun ? " " : "");
      for (let at = -1; (at = all.indexOf(whole, at + 1)) >= 0;) {
        found.push([ends[at + begin.length][0], ends[at + begin.length + part.text.length - 1][1], which]);
      }
    });
    return found.sort(([a], [b]) => a - b);
  };
  const holds = (parts, { title, tags, text }) =>
    new Set([title, ...tags, text].flatMap((one) => spots(parts, one).map((spot) => spot[2]))).size === parts.length;

  // The posts that a word stands in, or one that begins so, and what it is worth there.
  const posts = (shard, word, begun) => {
    const found = new Map();
    for (const key of Object.keys(shard).filter((one) => one === word || (begun && one.startsWith(word)))) {
      let post = -1;
      for (const number of shard[key]) {
        post += number >> 2;
        found.set(post, Math.max(found.get(post) ?? 0, WORTH[number & 3] * (key === word ? 2 : 1)));
      }
    }
    return found;
  };
  const inAll = (lists, join) => lists.reduce((one, other) =>
    new Map([...one].filter(([post]) => other.has(post)).map(([post, worth]) => [post, join(worth, other.get(post))])));

  // The numbers of posts that may hold all parts, best first; of two alike the newer. What few posts say is worth more.
  const find = async (parts, head, load) => {
    const lists = await Promise.all(parts.map(async ({ words, begun }) => {
      const shards = await Promise.all(words.map((word) => load(`words/${head.words[place(word) % head.words.length]}.json`)));
      const all = inAll(shards.map((shard, at) => posts(shard, words[at], words[at] === begun)), Math.min);
      return new Map([...all].map(([post, worth]) => [post, worth * Math.log(1 + head.posts.length / all.size)]));
    }));
    return [...inAll(lists, (one, other) => one + other)].sort(([a, one], [b, other]) => other - one || b - a).map(([post]) => post);
  };

  // A text in pieces, every other one of them asked for.
  const marked = (text, found, begin = 0, end = text.length) => {
    const pieces = [];
    for (const [from, to] of found) {
      if (from < begin || to > end) continue;
      pieces.push(text.slice(begin, from), text.slice(from, to));
      begin = to;
    }
    return [...pieces, text.slice(begin, end)];
  };
  const title = (parts, text) => marked(text, spots(parts, text));

  // Some `room` characters of a text, from shortly before the place where most parts stand together.
  const excerpt = (parts, text, room) => {
    const found = spots(parts, text), lead = room / 3;
    const near = ([hit]) => new Set(found.filter(([from]) => from >= hit && from < hit + room / 2).map((one) => one[2])).size;
    const [hit, to] = found.slice(0, 99).reduce((one, other) => (near(other) > near(one) ? other : one), found[0] ?? [0, 0]);
    const before = text.slice(Math.max(0, hit - lead), hit).replace(/^[\udc00-\udfff]/, ""), sentence = before.match(/(?:[。！？]|[.!?] )([^。！？]*)$/);
    const begun = hit > lead ? sentence ?? before.match(/^(?:\S* |[^、]*、)(.*)$/) : null;
    const begin = hit - (begun ? begun[1] : before).length, rest = text.slice(begin, begin + room);
    const whole = rest.match(RegExp(`^.{${room >> 1},}(?:[。！？]|[.!?](?= ))`));
    const goesOn = begin + room < text.length;
    const end = Math.max(to, begin + (goesOn ? whole?.[0] ?? rest.replace(/[a-z0-9]+$|[\ud800-\udbff]$/i, "") : rest).length);
    const pieces = marked(text, found, begin, end);
    if (begin && !sentence) pieces[0] = `… ${pieces[0]}`;
    if (goesOn && !whole) pieces.push(`${pieces.pop()}…`);
    return pieces.map((piece) => piece.replace(/([。！？」]) /g, "$1"));
  };

  return { normal, place, wordsOf, asked, holds, find, title, excerpt };
})();
