// What the desk adds where scripts run: typing that is kept, the page that follows it, tools. All works without it too.
(() => {
  "use strict";
  const $ = (query, root = document) => root.querySelector(query);

  // a publication that runs
  const main = $("main");
  if (main && main.dataset.state === "running") {
    const look = async () => {
      try {
        const answer = await fetch(location.href, { headers: { accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const fresh = $("main", page);
        if (fresh) {
          main.replaceChildren(...fresh.childNodes);
          main.dataset.state = fresh.dataset.state || "";
          document.title = page.title;
        }
      } catch { /* asked again */ }
      if (main.dataset.state === "running") setTimeout(look, 700);
    };
    setTimeout(look, 500);
  }

  const form = $("#tulis");
  if (!form) return;
  const body = $("#f-body"), mirror = $(".mirror"), bar = $(".bar"), kept = $("#tersimpan"), frame = $("#halaman");
  const base = `/meja/rilis/${form.dataset.id}`, store = `meja ${location.host} ${form.dataset.id}`;
  const word = form.elements.kata.value;

  const typed = () => {
    const data = new FormData(form);
    for (const name of [...data.keys()]) if (name.startsWith("berkas.")) data.delete(name);
    return data;
  };

  // typing is kept at the desk; where that does not answer, in this browser
  let saved = JSON.stringify([...typed()]), saving = false, again = false, quiet = 0, pause = 0;
  const tell = (text, lost) => { kept.textContent = text; bar.classList.toggle("lost", lost); };
  const keep = async () => {
    const now = JSON.stringify([...typed()]);
    if (now === saved) return;
    if (saving) { again = true; return; }
    saving = true;
    try {
      const answer = await fetch(`${base}/ketikan`, { method: "POST", body: typed(), signal: AbortSignal.timeout(10000) });
      if (!answer.ok) throw answer.status === 401 ? form.dataset.ended : form.dataset.lost;
      saved = now;
      localStorage.removeItem(store);
      tell(`${form.dataset.kept}, ${(await answer.json()).at}`, false);
    } catch (error) {
      localStorage.setItem(store, now);
      tell(typeof error === "string" ? error : form.dataset.lost, true);
      setTimeout(keep, 5000);
    }
    saving = false;
    if (again) { again = false; keep(); }
  };
  form.addEventListener("submit", () => { clearTimeout(quiet); clearTimeout(pause); saved = JSON.stringify([...typed()]); });
  const left = localStorage.getItem(store);
  if (left) {
    for (const [name, value] of JSON.parse(left)) {
      const field = form.elements[name];
      if (field && name !== "kata" && name !== "versi" && "value" in field && field.type !== "file" && field.type !== "checkbox") field.value = value;
    }
    keep();
  }

  // the page beside the form
  let asked = null, turn = 0;
  const show = (html) => {
    const inside = frame.contentDocument;
    const page = new DOMParser().parseFromString(html, "text/html");
    page.querySelectorAll("script").forEach((each) => each.remove());
    const old = inside && $("main", inside), fresh = $("main", page);
    if (old && fresh) { old.replaceWith(inside.importNode(fresh, true)); inside.title = page.title; }
    else frame.src = `${base}/halaman`;
  };
  const look = async () => {
    if (asked) asked.abort();
    asked = new AbortController();
    const mine = ++turn;
    try {
      const answer = await fetch(`${base}/pratinjau`, { method: "POST", body: typed(), signal: asked.signal });
      if (!answer.ok) return;
      const { html, found } = await answer.json();
      if (mine !== turn) return;
      if (html) show(html);
      $("#temuan").innerHTML = found;
      mark();
    } catch { /* the next pause asks again */ }
  };
  form.addEventListener("input", () => {
    clearTimeout(quiet); clearTimeout(pause);
    pause = setTimeout(look, 150);
    quiet = setTimeout(keep, 1000);
    count(); mark();
  });
  form.addEventListener("change", (event) => { if (event.target.type !== "file") { clearTimeout(quiet); quiet = setTimeout(keep, 300); } });
  frame.addEventListener("load", () => {
    const article = frame.contentDocument && $("article, main", frame.contentDocument);
    // not into view, which would move the page around it too
    if (article && frame.contentWindow.scrollY === 0) frame.contentWindow.scrollTo(0, article.getBoundingClientRect().top);
  });

  // letters of the title; marks behind the text
  const title = $("#f-title"), counted = $(".count");
  const count = () => { counted.textContent = `${[...title.value.trim()].length} ${form.dataset.letters}. `; };
  const mark = () => {
    const rows = body.value.split("\n"), marked = new Map();
    document.querySelectorAll("#temuan li[data-quote]").forEach((each) => {
      const line = Number(each.dataset.line), quote = each.dataset.quote;
      if (line >= 0 && quote && (rows[line] || "").includes(quote)) marked.set(line, [...(marked.get(line) || []), quote]);
    });
    mirror.replaceChildren();
    rows.forEach((row, at) => {
      let rest = row;
      for (const quote of marked.get(at) || []) {
        const place = rest.indexOf(quote);
        if (place < 0) continue;
        const mark = document.createElement("mark");
        mark.textContent = quote;
        mirror.append(rest.slice(0, place), mark);
        rest = rest.slice(place + quote.length);
      }
      mirror.append(rest + "\n");
    });
  };

  // changes that Ctrl+Z takes back
  const insert = (start, end, text) => {
    body.focus();
    body.setSelectionRange(start, end);
    if (!document.execCommand("insertText", false, text)) { body.setRangeText(text, start, end, "end"); body.dispatchEvent(new Event("input", { bubbles: true })); }
  };
  const lines = (first, last) => {
    const rows = body.value.split("\n"), start = rows.slice(0, first).join("\n").length + (first ? 1 : 0);
    return [start, start + rows.slice(first, last + 1).join("\n").length];
  };
  $("#temuan").addEventListener("click", (event) => {
    const button = event.target.closest("button[data-first]"), shown = event.target.closest(".show"), item = event.target.closest("li");
    if (button) {
      event.preventDefault();
      insert(...lines(Number(button.dataset.first), Number(button.dataset.last)), button.dataset.lines);
    } else if (shown && item.dataset.field === "body") {
      event.preventDefault();
      const [start, end] = lines(Number(item.dataset.line), Number(item.dataset.line));
      body.focus();
      body.setSelectionRange(start, end);
    } else if (shown) {
      const field = document.getElementById(`f-${item.dataset.field}`);
      const group = field && field.closest("details");
      if (group) group.open = true;
    }
  });
  document.querySelectorAll(".error").forEach((each) => { const group = each.closest("details"); if (group) group.open = true; });

  // tools
  const tools = $(".tools");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const tool = event.target.closest("button")?.dataset.tool;
    if (!tool) return;
    const { selectionStart: start, selectionEnd: end, value } = body, chosen = value.slice(start, end);
    const first = value.lastIndexOf("\n", start - 1) + 1;
    const prefixed = (sign) => insert(first, end, value.slice(first, end).split("\n").map((row) => sign + row).join("\n"));
    if (tool === "bold") insert(start, end, `**${chosen}**`);
    if (tool === "italic") insert(start, end, `*${chosen}*`);
    if (tool === "heading") prefixed("## ");
    if (tool === "list") prefixed("- ");
    if (tool === "quote") prefixed("> ");
    if (tool === "link") {
      const address = prompt(form.dataset.link, "https://");
      if (address) insert(start, end, `[${chosen || address}](${address})`);
    }
    if (!chosen && (tool === "bold" || tool === "italic")) { const at = start + (tool === "bold" ? 2 : 1); body.setSelectionRange(at, at); }
  });

  // what is pasted from Word, WhatsApp and web pages becomes clean text
  body.addEventListener("paste", async (event) => {
    const html = event.clipboardData.getData("text/html");
    if (!html) return;
    event.preventDefault();
    const plain = event.clipboardData.getData("text/plain"), { selectionStart: start, selectionEnd: end } = body;
    let text = plain;
    try {
      const data = new FormData();
      data.set("kata", word);
      data.set("html", html);
      const answer = await fetch("/meja/tempel", { method: "POST", body: data });
      if (answer.ok) text = (await answer.json()).text || plain;
    } catch { /* the plain text will do */ }
    insert(start, end, text);
  });

  // a photo or a file that was chosen or dropped is saved with the text
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((each) => [...each.files]);
    if (files.reduce((sum, each) => sum + each.size, 0) > 29 * 1024 * 1024) {
      event.target.value = "";
      tell(form.dataset.large, true);
      return;
    }
    if (event.target.name === "berkas.image") {
      const alt = form.elements["image.alt"];
      if (alt && !alt.value.trim() && !form.elements["image.decorative"]?.checked) { alt.required = true; alt.focus(); return; }
    }
    form.requestSubmit($(".bar button[value=simpan]"));
  });
  form.addEventListener("dragover", (event) => { if (event.dataTransfer.types.includes("Files")) event.preventDefault(); });
  form.addEventListener("drop", (event) => {
    const files = event.dataTransfer.files;
    if (!files.length) return;
    event.preventDefault();
    const kind = /\.docx$/i.test(files[0].name) ? "word" : files[0].type.startsWith("image/") || /\.hei[cf]$/i.test(files[0].name) ? (form.elements["image.file"]?.value ? "gallery" : "image") : "attachments";
    const input = form.elements[`berkas.${kind}`];
    input.files = files;
    const group = input.closest("details");
    if (group) group.open = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  // the point of a photo that stays in sight, by a click or with the arrow keys
  for (const place of form.querySelectorAll("select[data-pick]")) {
    const photo = place.closest(".photo"), figure = $("figure", photo), image = $("img", figure);
    if (!image) continue;
    const point = document.createElement("button"), card = image.cloneNode(), caption = document.createElement("figcaption");
    point.type = "button"; point.className = "point"; card.className = "card-crop"; card.alt = "";
    caption.textContent = place.dataset.card;
    image.replaceWith(point);
    point.append(image);
    figure.append(caption, card);
    const now = () => (place.value || "50 50").split(" ").map(Number);
    const show = () => {
      const [x, y] = now();
      figure.style.setProperty("--x", `${x}%`);
      figure.style.setProperty("--y", `${y}%`);
      point.setAttribute("aria-label", `${place.dataset.pick} (${x}%, ${y}%)`);
    };
    const move = (...to) => {
      const value = to.map((each) => Math.min(100, Math.max(0, Math.round(each)))).join(" ");
      if (![...place.options].some((each) => each.value === value)) place.add(new Option(value));
      place.value = value;
      show();
      place.dispatchEvent(new Event("input", { bubbles: true }));
    };
    point.addEventListener("click", (event) => {
      if (!event.detail) return;
      const box = point.getBoundingClientRect();
      move((event.clientX - box.left) / box.width * 100, (event.clientY - box.top) / box.height * 100);
    });
    point.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-5, 0], ArrowRight: [5, 0], ArrowUp: [0, -5], ArrowDown: [0, 5] }[event.key];
      if (!step) return;
      event.preventDefault();
      const [x, y] = now();
      move(x + step[0], y + step[1]);
    });
    place.addEventListener("change", show);
    show();
  }

  // regions are found by typing
  const finder = $(".find-region"), regions = $("#f-regions");
  if (finder && regions) {
    finder.hidden = false;
    const input = document.createElement("input"), list = document.createElement("datalist"), add = document.createElement("button");
    input.type = "text"; input.setAttribute("aria-label", form.dataset.find); input.placeholder = form.dataset.find;
    list.id = "dl-regions"; input.setAttribute("list", list.id);
    add.type = "button"; add.className = "btn"; add.textContent = form.dataset.add;
    finder.append(input, list, add);
    const put = () => {
      const text = input.value.trim();
      if (!text) return;
      regions.value = [regions.value.trim(), text].filter(Boolean).join("\n");
      input.value = "";
      regions.dispatchEvent(new Event("input", { bubbles: true }));
    };
    let soon = 0;
    input.addEventListener("input", (event) => {
      event.stopPropagation();
      clearTimeout(soon);
      soon = setTimeout(async () => {
        const answer = await fetch(`/meja/wilayah?cari=${encodeURIComponent(input.value)}`);
        if (answer.ok) list.replaceChildren(...(await answer.json()).map((each) => Object.assign(document.createElement("option"), { value: each })));
      }, 150);
    });
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); put(); } });
    add.addEventListener("click", put);
  }
  count(); mark();
})();
