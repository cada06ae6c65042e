/* The news of the government's public relations (GPR): read as data and written as text, so nothing of theirs runs here. */
const MOST = 10;
const box = document.querySelector(".gpr");
const list = box.querySelector("ul");

function entry(item) {
  const text = (name) => item.querySelector(name)?.textContent.trim() ?? "";
  const link = document.createElement("a");
  link.href = text("link");
  link.rel = "noopener";
  link.textContent = text("title");
  if (!/^https?:$/.test(link.protocol) || !link.textContent) return;
  const row = document.createElement("li");
  const kind = document.createElement("span");
  kind.className = "kicker";
  kind.textContent = text("category_title");
  row.append(...(kind.textContent ? [kind] : []), link);
  return row;
}

try {
  const answer = await fetch(box.dataset.news, { credentials: "omit", referrerPolicy: "no-referrer" });
  const news = new DOMParser().parseFromString(await answer.text(), "text/xml");
  list.append(...[...news.querySelectorAll("item")].map(entry).filter(Boolean).slice(0, MOST));
  box.hidden = !list.children.length;
} catch {
  // they cannot be reached: the page is whole without them
}
