/* Searches the indexes of all years in the browser. Nothing is sent anywhere. */
const form = document.querySelector("form.search");
const { bundle, years, none, some, wait, more, failed } = form.dataset;
const status = document.getElementById("found");
const list = document.getElementById("results");
const language = document.documentElement.lang;
const day = new Intl.DateTimeFormat([language, "id"], { dateStyle: "long", timeZone: "UTC" });
const PAGE = 10;
const FILTERS = ["category", "region"];
const members = { category: {}, region: {} };
let loading, asked = 0;

/* The engine and all its indexes, once; after a failure anew. */
function load() {
  loading ??= start().catch((failure) => {
    loading = undefined;
    throw failure;
  });
  return loading;
}

async function start() {
  const found = await import(bundle + "pagefind.js");
  await found.options({ excerptLength: 28, ranking: { metaWeights: { title: 6 } } });
  await found.init();
  const folders = years.split(" ").filter(Boolean).map((year) => bundle + year + "/");
  await Promise.all(folders.map(async (folder) => {
    await found.mergeIndex(folder, { language });
    const filters = (await (await fetch(folder + "filters.json")).json())[language] || {};
    for (const name of FILTERS) {
      for (const [value, ids] of Object.entries(filters[name] || {})) {
        const all = (members[name][value] ??= new Set());
        ids.forEach((id) => all.add(id));
      }
    }
  }));
  for (const name of FILTERS) {
    const select = form.elements[name];
    const counts = Object.entries(members[name]).sort(([a], [b]) => a.localeCompare(b, language));
    for (const [value, ids] of counts) select.append(new Option(`${value} (${ids.size})`, value));
    select.disabled = !counts.length;
  }
  return found;
}

function make(name, className, ...inside) {
  const node = document.createElement(name);
  if (className) node.className = className;
  node.append(...inside);
  return node;
}

/* The engine marks what was found; all else of the text stays text, whatever is in it. */
function marked(excerpt) {
  return excerpt.split(/<\/?mark>/).map((part, at) => {
    const box = document.createElement("textarea"); // it knows entities, and no tags
    box.innerHTML = part.replace(/</g, "&lt;");
    return at % 2 ? make("mark", "", box.value) : box.value;
  });
}

function show({ url, meta, excerpt }) {
  const link = make("a", "", meta.title);
  link.href = url;
  const facts = [meta.date && day.format(new Date(meta.date)), meta.category].filter(Boolean).join(" · ");
  const text = make("div", "card-text", make("h3", "card-title", link), make("p", "card-summary", ...marked(excerpt)));
  if (facts) text.append(make("p", "card-meta", facts));
  list.append(make("li", "card", text));
}

async function page(results, from) {
  const next = results.slice(from, from + PAGE);
  (await Promise.all(next.map((each) => each.data()))).forEach(show);
  if (results.length <= from + PAGE) return;
  const button = make("button", "button", more);
  const item = make("li", "", button);
  button.addEventListener("click", async () => {
    item.remove();
    await page(results, from + PAGE);
    list.children[from + PAGE].querySelector("a").focus();
  });
  list.append(item);
}

async function search() {
  const mine = ++asked;
  const words = form.q.value.trim();
  const chosen = FILTERS.map((name) => [name, form.elements[name].value]).filter(([, value]) => value);
  const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
  history.replaceState(null, "", "?" + query);
  if (!words && !chosen.length) {
    list.replaceChildren();
    status.textContent = "";
    return;
  }
  status.textContent = wait;
  try {
    const engine = await load();
    const found = await engine.search(words || null);
    if (mine !== asked) return;
    const results = found.results.filter(({ id }) => chosen.every(([name, value]) => members[name][value]?.has(id)));
    list.replaceChildren();
    status.textContent = results.length ? some.replace("%(number)s", results.length) : none;
    await page(results, 0);
  } catch {
    status.textContent = failed;
  }
}

form.addEventListener("submit", (event) => { event.preventDefault(); search(); });
form.addEventListener("change", search);
const given = new URLSearchParams(location.search);
form.q.value = given.get("q") || "";
load().then(() => {
  for (const name of FILTERS) if (given.get(name)) form.elements[name].value = given.get(name);
  if ([...given.values()].some(Boolean)) search();
}, () => { status.textContent = failed; });
