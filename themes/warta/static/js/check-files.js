/* Turns a file into its text, or into whether it is byte for byte one that a release of this site has. */
const MOST = 60e6;

/* What a program shows of a part of a .docx, by the names of elements; words stand in `t`, whatever the space is called, those
   of charts in `v`. Word art, lists to choose from and what stands before the items of a list have theirs in attributes. */
const said = (each, name) => ` ${[...each.attributes].find((one) => one.localName === name)?.value ?? ""} `;
const SHOWN = { t: (each) => each.textContent, v: (each) => ` ${each.textContent} `, textpath: (each) => said(each, "string"), listEntry: (each) => said(each, "val"), lvlText: (each) => said(each, "val").match(/[^%]*\p{L}{2}.*/u)?.[0] ?? "", p: () => "\n", br: () => "\n", cr: () => "\n", tab: () => " ", noBreakHyphen: () => "-", sym: () => " \ufffc ", altChunk: () => { throw Error("another document"); } };

/* The text of a .docx, which is a ZIP; a paragraph is a line. All parts that are XML are read, since which of them is the
   document is said in another, and since heads, feet and notes are shown too. */
async function word(data) {
  const at = new DataView(data), texts = [];
  let end = data.byteLength - 22;
  while (end > 0 && at.getUint32(end, true) !== 0x06054b50) end--;
  let entry = at.getUint32(end + 16, true);
  for (let left = at.getUint16(end + 10, true); left--;) {
    const from = at.getUint32(entry + 42, true), start = from + 30 + at.getUint16(from + 26, true) + at.getUint16(from + 28, true);
    let body = new Blob([new Uint8Array(data, start, at.getUint32(entry + 20, true))]).stream();
    if (at.getUint16(entry + 10, true)) body = body.pipeThrough(new DecompressionStream("deflate-raw"));
    const bytes = await new Response(body).arrayBuffer(), [one, two] = new Uint8Array(bytes, 0, Math.min(2, bytes.byteLength));
    if (one + two === 0xff + 0xfe || !one !== !two) throw Error("in UTF-16");
    const text = new TextDecoder().decode(bytes);
    if (/^\s*</.test(text)) texts.push([...new DOMParser().parseFromString(text, "text/xml").getElementsByTagName("*")].map((each) => SHOWN[each.localName]?.(each) ?? "").join(""));
    entry += 46 + at.getUint16(entry + 28, true) + at.getUint16(entry + 30, true) + at.getUint16(entry + 32, true);
  }
  if (!texts.some((each) => each.trim())) throw Error("no text");
  return texts.filter(Boolean).join("\n");
}

/* `given` is what stands in the box: it may name the address of the release that a picture belongs to. */
export async function read(file, given, { site }, load) {
  if (file.size > MOST) return { verdict: "unreadable" };
  const data = await file.arrayBuffer(), name = file.name.toLowerCase();
  try {
    if (/\.(txt|md|text)$/.test(name) || file.type.startsWith("text/")) return { text: new TextDecoder().decode(data) };
    if (name.endsWith(".docx")) return { text: await word(data) };
  } catch {
    return { verdict: "unreadable" };
  }
  const hash = [...new Uint8Array(await crypto.subtle.digest("SHA-256", data))].map((each) => each.toString(16).padStart(2, "0")).join("");
  const readable = given + " " + new TextDecoder("latin1").decode(data), known = new Set(), from = site.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  for (const [url] of readable.matchAll(new RegExp(from + "[\\w/.%-]*", "g"))) known.add(new URL(url).pathname.replace(/[^/]*$/, ""));
  for (const path of [...known].slice(0, 8)) {
    const sums = await (await load(location.origin + path + "SHA256SUMS"))?.text();
    if (sums?.split("\n").some((line) => line.replace("# ", "").slice(0, 64) === hash)) return { verdict: "same", card: { u: path } };
  }
  return { verdict: /^image\//.test(file.type) ? "picture" : "other-bytes" };
}
