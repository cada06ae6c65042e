"""Runs the script of the check page in node, over the files of an output folder: what a browser would be told."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from playwright._impl._driver import compute_driver_executable

SCRIPT = Path(__file__).resolve().parents[1] / "themes" / "warta" / "static" / "js" / "check.js"
_RUN = """
import { readFileSync, writeFileSync } from "node:fs";
import { check, cut, prints } from "./check.mjs";
import { older } from "./check-older.mjs";
const { root, site, texts, what } = JSON.parse(readFileSync(0, "utf8"));
const out = [];
for (const text of texts) {
  if (what === "prints") { const { words } = cut(text); out.push([words, prints(words), prints(words, 12)]); continue; }
  let bytes = 0;
  const seen = new Map();
  const file = (path) => {
    try {
      const data = readFileSync(root + decodeURI(path));
      if (!seen.has(path)) { seen.set(path, 1); bytes += data.length; }
      return data;
    } catch { return null; }
  };
  const io = {
    site,
    get: async (path) => { const data = file("/cek/" + path); return data && data.buffer.slice(data.byteOffset, data.byteOffset + data.length); },
    text: async (path) => file(path + "rilis.txt")?.toString("utf8") ?? null,
    older: async (found) => {
      const proof = file(found.card.u + "rilis.txt.tlog-proof");
      return proof && older(found, proof.toString("utf8"));
    },
  };
  const { verdict, card, url, was, ops = [], aside = [], pasted, release } = await check(text, io);
  const said = (side, a, b) => side.words.slice(a, b).join(" ");
  const shown = ops.filter((each) => each.mark !== "=").map(({ a, b, c, d }) => [said(pasted, a, b), said(release, c, d)]);
  out.push({ verdict, card, url, was, aside, shown, bytes, files: seen.size });
}
writeFileSync("out.json", JSON.stringify(out));
"""


def _node(folder: Path, **given: Any) -> list[Any]:
    for name in ("check", "check-older"):
        (folder / f"{name}.mjs").write_bytes(SCRIPT.with_name(f"{name}.js").read_bytes())
    (folder / "run.mjs").write_text(_RUN, encoding="utf-8")
    driver, _ = compute_driver_executable()
    command = [driver, "run.mjs"]
    done = subprocess.run(command, input=json.dumps(given), cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found: list[Any] = json.loads((folder / "out.json").read_text(encoding="utf-8"))
    return found


def words_and_prints(folder: Path, texts: Iterable[str]) -> list[tuple[list[str], list[int], list[int]]]:
    """The words of each text, its prints, and the long ones, as the script makes them; it runs in `folder`."""
    return [tuple(each) for each in _node(folder, what="prints", texts=list(texts), root="", site="")]


def verdicts(folder: Path, output: Path, site: str, texts: Iterable[str]) -> list[dict[str, Any]]:
    """What the check page of an output says of each text: verdict, card, what differs, and the bytes it loaded."""
    return _node(folder, what="check", texts=list(texts), root=str(output), site=site)
