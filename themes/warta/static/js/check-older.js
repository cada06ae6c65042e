/* Says whether the words of a release's older version stand in a text. The proof beside the release, where there is one,
   lists their sums and when they were signed; the words themselves are not kept. */
const TRIES = 400;

const sum = async (words) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(words.join(" "))))].map((each) => each.toString(16).padStart(2, "0")).join("");

/* These words without the given ones, where they stand in a row. */
function without(words, row) {
  for (let at = 0; row.length && at + row.length <= words.length; at++)
    if (row.every((word, n) => words[at + n] === word)) return [...words.slice(0, at), ...words.slice(at + row.length)];
  return words;
}

/* When the words were signed, and which others of the text are not of the release; null where there is no such version. */
export async function older({ pasted, release, core, title }, proof) {
  const [, extra] = proof.match(/^extra (\S+)$/m) ?? [];
  if (!extra || !pasted || !globalThis.crypto?.subtle) return null;
  const { was = [] } = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(extra), (each) => each.charCodeAt(0))));
  for (const [total, count, date] of was.reverse())
    for (let at = 0; count && at + count <= pasted.words.length && at < TRIES; at++)
      if (await sum(pasted.words.slice(at, at + count)) === total) {
        let before = without(pasted.words.slice(0, at), title), after = pasted.words.slice(at + count);
        for (const line of new Set(release.line)) {
          const row = release.words.filter((_, n) => release.line[n] === line && !core[n]);
          [before, after] = [without(before, row), without(after, row)];
        }
        return { date, rest: [...before, ...after].join(" ") };
      }
  return null;
}
