/* Says what a pasted text is beside the releases of this site. It asks no other host, and sends the text nowhere.
   Words and prints are those of warta/trust, to the bit. */
const BLANKS = /[\x00-\x20\x7f-\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/;
const NOTHING = /[\xad\u200b-\u200e\u2060\ufe00-\ufe0f'\u2018\u2019\u02bc`\xb4]/g;
const MINUS = /^([(["\u201c-\u201e\xab*_~+<=>$\xa3\xa5\u20ac]*(?:[Rr][Pp]\.?)?)[-\u2010-\u2013\u2212\u2796](?=[0-9])/;
const WORD = /[0-9]+(?:[.,:/][0-9]+)*|[<=>](?=[0-9])|[?~%+$\xa2-\xa5\xac\xb1\xd7\xf7\u2030\u2031\u20a0-\u20cf\u221a\u221e\u2248\u2260-\u2271\u26d4\u2716-\u2718\u274c\u274e]|[^\x00-@[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u1680\u2000-\u200e\u2010-\u2029\u202f-\u2065\u206a-\u206f\u20a0-\u20cf\u2190-\u24ea\u2500-\u2775\u2794-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u3037\u303d-\u303f\ufeff\ufffd\u{1f000}-\u{1f0ff}\u{1f1ad}-\u{1f1e5}\u{1f200}-\u{1f44d}\u{1f44f}-\u{1f4ae}\u{1f4b0}-\u{1f51e}\u{1f520}-\u{1f644}\u{1f646}-\u{1f6aa}\u{1f6ac}-\u{1f6d0}\u{1f6d2}-\u{1faff}\u{e0000}-\u{e0fff}]+/gu;
const LIMIT = Math.floor(0x100000000 / 10), SPAN = 5, LONG = 12, RUN = 4, FEW = 7, MOST = 20000;
// heads of copied messages with a name of few words, and what WhatsApp puts around: told apart, and shown
const HEAD = /^[ \t>]*(?:\[?\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}[.:]\d{2}(?:[.:]\d{2})?\]?(?: -)? (?:(?:\p{Lu}[\p{L}.]{0,14} ?){1,3}|\+?[\d -]{8,20}): ?|(?:[Dd]iteruskan(?: berkali-kali)?|[Ff]orwarded(?: many times)?|(?:\.{3}|…)? ?(?:[Bb]aca selengkapnya|[Rr]ead more)|\(\d{1,2}\/\d{1,2}\))[ \t]*$)/gmu;
const NOT = /^(tidak|tak|bukan|belum|jangan|tanpa|not?|never|henteu|teu|ora)$/;

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => { for (let k = 8; k--;) n = n & 1 ? 0xEDB88320 ^ (n >>> 1) : n >>> 1; return n; });
const crc = (text) => { let sum = ~0; for (const byte of new TextEncoder().encode(text)) sum = TABLE[(sum ^ byte) & 255] ^ (sum >>> 8); return ~sum >>> 0; };
const printOf = (some) => crc(some.join(" "));
const wordsOf = (piece) => piece.replace(NOTHING, "").normalize("NFKC").replace(NOTHING, "").replace(MINUS, "$1 minus ").toLowerCase().match(WORD) ?? [];

/* The words of a text; of each what was written, and its line. */
function cut(text) {
  const words = [], raw = [], line = [];
  text.split("\n").forEach((row, n) => row.split(BLANKS).forEach((piece) => wordsOf(piece).forEach((word, at) => {
    words.push(word); raw.push(at ? "" : piece); line.push(n);
  })));
  return { words, raw, line };
}

function prints(words, span = SPAN) {
  const made = new Set();
  for (let at = 0; at + span <= words.length; at++) if (crc(words[at]) < LIMIT) made.add(printOf(words.slice(at, at + span)));
  return [...made];
}

/* Finding: prints to numbers of releases to their cards. `get` gives the bytes of a file of the index, or null. */
const name = (value, bits) => (bits ? value >>> (32 - bits) : 0).toString(16).padStart(Math.max(1, Math.ceil(bits / 4)), "0");

class Finder {
  constructor(get) { this.get = get; this.votes = new Map(); }
  async json(path) { const data = await this.get(path); return data && JSON.parse(new TextDecoder().decode(data)); }
  async start() { this.bits = await this.json("indeks.json"); if (!this.bits) throw Error("no index"); }
  async vote(values, folders, weight = 1) {
    await Promise.all(values.flatMap((value) => folders.filter((each) => each in this.bits.p).map(async (folder) => {
      const bits = this.bits.p[folder], data = await this.get(`${folder}/${name(value, bits)}.bin`);
      if (!data) return;
      const at = new DataView(data), want = (value << bits) >>> 8, row = (n) => at.getUint32(n * 6) >>> 8;
      let low = 0, high = Math.floor(data.byteLength / 6);
      while (low < high) { const mid = (low + high) >> 1; if (row(mid) < want) low = mid + 1; else high = mid; }
      for (; low * 6 < data.byteLength && row(low) === want; low++) {
        const number = at.getUint32(low * 6 + 2) & 0xffffff;
        this.votes.set(number, (this.votes.get(number) ?? 0) + weight);
      }
    })));
  }
  get order() { return [...this.votes].sort((a, b) => b[1] - a[1] || a[0] - b[0]); }
  get sure() { const [one = 0, two = 0] = this.order.map(([, votes]) => votes); return one >= 3 && one > two; }
  async cards(number) {
    const path = `kartu/${name(number << 8, this.bits.kartu)}.json`;
    return (await this.json(path))?.[number.toString(16).padStart(6, "0")] ?? [];
  }
  async *public(words, titles) {
    const all = prints(words), count = Math.min(15, all.length), folders = ["baru", "kini", "lama"];
    const spread = Array.from({ length: count }, (_, at) => all[Math.floor(at * all.length / count)]);
    for (let round = 0; round < 3 && !this.sure; round++) {
      await this.vote(spread.filter((_, at) => at % 3 === round), folders);
      if (!round && !this.sure) await this.vote(titles, folders, 3);
    }
    for (const [number] of this.order.slice(0, 5)) yield* await this.cards(number);
  }
  async withdrawn(words) {
    this.votes.clear();
    await this.vote(prints(words, LONG).slice(0, 9), ["dicabut"]);
    for (const [number] of this.order) for (const card of await this.cards(number)) if (card.w) return card;
  }
}

/* Comparing: runs of equal words in the order of both texts, the heaviest chain of them, single words in the gaps. */
function chained(one, two) {
  const places = new Map(), found = [];
  for (let at = 0; at + RUN <= two.length; at++) {
    const key = two.slice(at, at + RUN).join(" "), known = places.get(key);
    if (!known) places.set(key, [at]); else if (known.length < 50) known.push(at);
  }
  for (let at = 0; at + RUN <= one.length;) {
    let best = [0, 0, 0];
    for (const place of places.get(one.slice(at, at + RUN).join(" ")) ?? []) {
      let length = RUN;
      while (at + length < one.length && one[at + length] === two[place + length]) length++;
      if (length > best[2]) best = [at, place, length];
    }
    if (best[2]) found.push(best);
    at += best[2] || 1;
  }
  const weight = found.map((each) => each[2]), from = found.map(() => -1), chain = [];
  let last = -1;
  found.forEach((each, i) => {
    for (let j = 0; j < i; j++) if (found[j][1] + found[j][2] <= each[1] && weight[j] + each[2] > weight[i]) { weight[i] = weight[j] + each[2]; from[i] = j; }
    if (last < 0 || weight[i] > weight[last]) last = i;
  });
  for (; last >= 0; last = from[last]) chain.unshift(found[last]);
  return chain;
}

function common(one, two) {
  const wide = two.length + 1, pairs = [];
  if (one.length * two.length > 4e6) return pairs;
  const table = new Uint16Array((one.length + 1) * wide);
  for (let i = one.length; i--;) for (let j = two.length; j--;)
    table[i * wide + j] = one[i] === two[j] ? table[(i + 1) * wide + j + 1] + 1 : Math.max(table[(i + 1) * wide + j], table[i * wide + j + 1]);
  for (let i = 0, j = 0; i < one.length && j < two.length;)
    if (one[i] === two[j]) pairs.push([i++, j++]); else if (table[(i + 1) * wide + j] >= table[i * wide + j + 1]) i++; else j++;
  return pairs;
}

/* What a text is beside a release, whose title and body are its core; other lines of rilis.txt may be left out whole. */
function compare(pasted, release, core) {
  const one = pasted.words, two = release.words, chain = chained(one, two);
  const total = chain.reduce((sum, each) => sum + each[2], 0);
  if (!total || (Math.max(...chain.map((each) => each[2])) < 12 && total < one.length / 3)) return { verdict: "other", wrong: Infinity };
  const pairs = [], gap = (a, b, c, d) => common(one.slice(a, b), two.slice(c, d)).forEach(([i, j]) => pairs.push([a + i, c + j]));
  let [p, r] = chain[0];
  if (p <= 12) gap(0, p, Math.max(0, r - p - 4), r);
  for (const [at, place, length] of chain) {
    gap(p, at, r, place);
    for (let i = 0; i < length; i++) pairs.push([at + i, place + i]);
    p = at + length; r = place + length;
  }
  if (one.length - p <= 12) gap(p, one.length, r, Math.min(two.length, r + one.length - p + 4));

  const part = (j) => release.line[j] * 2 + core[j], size = new Map();
  two.forEach((_, j) => size.set(part(j), (size.get(part(j)) ?? 0) + 1));
  /* of words left out: how many count, and whether they are whole lines */
  const missing = (from, to) => {
    const seen = new Map();
    for (let j = from; j < to; j++) seen.set(part(j), (seen.get(part(j)) ?? 0) + 1);
    const left = [...seen].filter(([each, n]) => each % 2 || n < size.get(each));
    return { count: left.reduce((sum, [, n]) => sum + n, 0), lines: left.every(([each, n]) => n === size.get(each)) };
  };
  const ops = [], push = (mark, a, b, c, d) => { if (b > a || d > c) ops.push({ mark, a, b, c, d }); };
  const [first, last] = [pairs[0], pairs[pairs.length - 1]];
  let [i, j] = first, inside = 0, holes = 0, few = 0, added = 0;
  push("+", 0, i, j, j);
  for (const [at, place] of pairs) {
    const out = missing(j, place);
    if (at > i) { inside += at - i; push("!", i, at, j, place); }
    else if (out.count) { if (out.lines || out.count > FEW) holes += out.count; else few++; push("-", i, at, j, place); }
    const before = ops[ops.length - 1];
    if (before?.mark === "=" && before.b === at) { before.b++; before.d = place + 1; } else push("=", at, at + 1, place, place + 1);
    i = at + 1; j = place + 1;
  }
  push("+", i, one.length, j, j);
  const ends = [[first[0], 0, first[1]], [one.length - i, j, two.length]];
  let cutOff = 0;
  for (const [more, from, to] of ends) {
    const lost = core.slice(from, to).filter(Boolean).length;
    cutOff += lost; added += more;
    if (more && more === lost && more <= 3) few++; // the very first or last words are others
  }
  const verdict = inside || few ? "changed" : added ? "around" : holes ? "gaps" : cutOff ? "part" : "whole";
  return { verdict, ops, holes, wrong: one.length - pairs.length + holes + few };
}

/* A text without our addresses; words can hide in what is hung on one to count readers, so that is put aside. */
const bare = (text, urls, aside = []) => urls.reduce((all, url) => all.replace(new RegExp(url.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") + "(?:rilis\\.txt)?((?:[?&](?:utm_\\w+|fbclid|igsh)=[\\w.-]*)*)(?=[\\s*_~,.)\"”]|$)", "gi"), (_, tail) => { if (tail) aside.push(tail); return " "; }), text);

/* All of it. `io.get` gives files of the index, `io.text` the plain text of the release at an address; both null for none.
   `io.older` tells of what is no release's text now whether it was once. */
async function check(given, io) {
  const written = given.replace(/[\xad\u200b-\u200e\u2060]/g, ""), text = written.replace(HEAD, " ");
  const links = given.match(/https?:\/\/[^\s<>"”]+/gi) ?? [], ours = links.filter((each) => each.toLowerCase().startsWith(io.site.toLowerCase()));
  const found = cut(text.replace(/https?:\/\/[^\s<>"”]+/gi, " ")).words, titles = text.split("\n").map((row) => cut(row).words).filter((row) => row.length > 2).slice(0, 3).map(printOf);
  if (links.length === 1 && found.length < 3) return { verdict: ours.length ? "address" : "foreign", url: links[0] };
  if (found.length > MOST) return { verdict: "long" };
  const finder = new Finder(io.get), tried = new Set();
  let best = null;
  const look = async (card) => {
    if (card.w || tried.has(card.u)) return;
    tried.add(card.u);
    const official = await io.text(card.u);
    if (official === null) return;
    const aside = [], lines = official.split("\n").map((line) => line.trim());
    const told = written.replace(HEAD, (head) => lines.includes(head.trim()) ? head : aside.push(head.trim()) && " ");
    const urls = [new URL(card.u, io.site).href, io.site], release = cut(bare(official, urls)), { words } = release;
    const core = words.map(() => 0), title = cut(card.t ?? official.split("\n")[0]).words, n = card.n ?? 0;
    title.forEach((_, at) => { core[at] = 1; });
    let start = title.length;
    while (n && start + n <= words.length && printOf(words.slice(start, start + n)) !== card.h) start++;
    core.fill(1, !n || start + n > words.length ? 0 : start, !n || start + n > words.length ? core.length : start + n);
    const pasted = cut(bare(told, urls, aside));
    const result = { ...compare(pasted, release, core), pasted, release, core, title, card: { t: official.split("\n")[0], ...card }, aside };
    if (!best || result.wrong < best.wrong) best = result;
  };
  const done = () => best?.verdict === "whole" || best?.verdict === "part";
  await finder.start();
  if (found.length >= 3) for await (const card of finder.public(found, titles)) { await look(card); if (done()) return best; }
  for (const url of [...new Set(ours)].slice(0, 3)) await look({ u: new URL(url).pathname.replace(/[^/]*$/, "") });
  const taken = !done() && await finder.withdrawn(found);
  if (taken) return { verdict: "withdrawn", card: taken };
  if (best && !done() && (best.was = await io.older(best)) && !best.was.rest) best.verdict = "older";
  if (best && (best.was || best.verdict !== "other")) return best.verdict === "other" ? { ...best, verdict: "changed" } : best;
  return { verdict: ours.length && best ? "linked" : found.length < 8 ? "short" : "unknown", url: ours[0], card: best?.card };
}

/* The page. Its sentences lie in a template; whatever else is shown is put there as text. */
function start(form) {
  const box = document.getElementById("verdict"), kept = document.getElementById("verdicts").content, { site, index, text, files, older } = form.dataset;
  const day = new Intl.DateTimeFormat([document.documentElement.lang, "id"], { dateStyle: "long" });
  const load = async (url) => {
    const answer = await fetch(url);
    if (answer.status !== 404 && !answer.ok) throw Error(answer.status);
    return answer.ok ? answer : null;
  };
  const io = {
    site,
    get: async (path) => (await load(index + path))?.arrayBuffer() ?? null,
    text: async (path) => (await load(location.origin + path + text))?.text() ?? null,
    older: async (found) => {
      const proof = older && await load(location.origin + found.card.u + text + ".tlog-proof");
      return proof && (await import(older)).older(found, await proof.text());
    },
  };
  const node = (tag, ...inside) => { const made = document.createElement(tag); made.append(...inside.filter((each) => each !== "")); return made; };
  const say = (name, gaps = {}) => {
    const found = kept.querySelector(`[data-of="${name}"]`).cloneNode(true);
    for (const each of [found, ...found.querySelectorAll("*")]) for (const child of each.childNodes)
      if (child.nodeType === 3) child.data = child.data.replace(/%\((\w+)\)s/g, (_, gap) => gaps[gap] ?? "");
    return found;
  };
  const grave = (word, raw) => /[0-9]/.test(word) || NOT.test(word) || /^\p{Lu}/u.test(raw);
  const marked = (side, a, b) => node("mark", ...Array.from({ length: b - a }, (_, n) => {
    const shown = side.raw[a + n] || (n ? "" : side.words[a]);
    return shown && node(grave(side.words[a + n], shown) ? "strong" : "span", shown, " ");
  }));
  const plain = (side, a, b) => side.raw.slice(Math.max(0, a), b).filter(Boolean).join(" ");
  const cell = (side, a, b) => node("td", plain(side, a - 5, a), " ", a < b ? marked(side, a, b) : "…", " ", plain(side, b, b + 5));

  function passage({ ops, release }) {
    const a = ops[0].c, b = ops[ops.length - 1].d, ends = (n) => /[.!?]["”)]*$/.test(release.raw[n]);
    let from = a, to = b, count = 0;
    while (from && a - from < 60 && !(ends(from - 1) && count++ === 2)) from--;
    for (count = 0; to < release.raw.length && to - b < 60 && count < 2; to++) count += ends(to);
    return node("blockquote", node("p", from ? "… " : "", plain(release, from, a), " ", node("mark", plain(release, a, b)), " ", plain(release, b, to), to < release.raw.length ? " …" : ""));
  }
  function show(result) {
    const { verdict, card, was, ops = [], aside = [] } = result, date = (at) => day.format(new Date(at));
    const made = say(verdict, { number: result.holes, address: result.url, date: was ? date(was.date) : card?.w && date(card.w[0]), reason: card?.w?.[1] });
    if (card) {
      const link = node("a", card.t ?? location.origin + card.u);
      link.href = location.origin + card.u;
      made.append(node("p", link, card.d ? ` (${date(card.d)})` : ""));
      if (was?.rest) made.append(say("was", { date: date(was.date), rest: was.rest }));
      if (card.c) made.append(say("corrected", { date: date(card.c) }));
    }
    const other = ops.filter((each) => each.mark !== "=");
    if (verdict === "part") made.append(passage(result));
    else if (other.length) {
      const table = say("table"), rows = table.querySelector("tbody");
      for (const { a, b, c, d } of other.slice(0, 40)) rows.append(node("tr", cell(result.pasted, a, b), cell(result.release, c, d)));
      made.append(table);
    }
    if (aside.length) { const list = say("aside"); list.append(node("ul", ...aside.map((each) => node("li", each)))); made.append(list); }
    box.replaceChildren(made);
  }
  async function run(work) {
    box.replaceChildren(say("wait"));
    box.focus();
    try { show(await work()); } catch (failure) { console.error(failure); show({ verdict: "failed" }); }
  }
  async function dropped(file) {
    if (!file) return;
    run(async () => {
      const { read } = await import(files), found = await read(file, form.elements.text.value, io, load);
      if (!found.text) return found;
      form.elements.text.value = found.text;
      return check(found.text, io);
    });
  }
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); run(() => check(form.elements.text.value, io)); });
  form.elements.file.addEventListener("change", (event) => dropped(event.target.files[0]));
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => { if (event.dataTransfer.files.length) { event.preventDefault(); dropped(event.dataTransfer.files[0]); } });
}

if (globalThis.document) start(document.querySelector("form.check"));
export { check, cut, prints };
