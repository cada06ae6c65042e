/* The buttons of a release: copy its text as a reporter pastes it, copy its address, hand it to the phone's share sheet. */
const tools = document.querySelector(".tools");
const { done, source, url } = tools.dataset;
const release = tools.closest("article");
const words = (node) => node.innerText.replace(/[ \t\u00a0]+/g, " ").trim();

function text() {
  const parts = [words(release.querySelector("h1")), words(release.querySelector(".meta"))];
  for (const block of release.querySelector(".e-content").children) {
    if (block.matches("ul, ol")) parts.push([...block.children].map((item) => "- " + words(item)).join("\n"));
    else if (block.matches(".table")) parts.push([...block.querySelector("table").rows].map((row) => [...row.cells].map(words).join("\t")).join("\n"));
    else if (block.matches(".chart")) parts.push([block.querySelector("caption"), ...block.querySelectorAll("tr")].map((row) => [...(row?.cells ?? [row])].map((each) => each?.textContent).join("\t")).join("\n"));
    else if (block.matches(".embed")) parts.push(...[...block.querySelectorAll("blockquote, figcaption")].map(words));
    else if (!block.matches("figure, .footnote")) parts.push(words(block));
  }
  return parts.filter(Boolean).join("\n\n") + "\n\n" + source + "\n" + url + "\n";
}

const title = words(release.querySelector("h1"));
const acts = {
  text: () => navigator.clipboard.writeText(text()),
  link: () => navigator.clipboard.writeText(url),
  print: () => window.print(),
  share: () => navigator.share({ title, url }),
};
for (const button of tools.parentNode.querySelectorAll("button")) {
  const act = button.dataset.do;
  button.addEventListener("click", async () => {
    try {
      await acts[act]();
    } catch {
      return; // the reader thought better of it
    }
    if (act === "share" || act === "print") return;
    tools.parentNode.querySelector("[role=status]").textContent = done;
    button.classList.add("is-done");
    setTimeout(() => button.classList.remove("is-done"), 2000);
  });
}
