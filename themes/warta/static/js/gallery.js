/* The pictures of a release one by one, over the page: arrows and keys go through them, Escape goes back. Without this
   script each picture is a link to itself. */
const viewer = document.querySelector(".viewer");
const figures = [...document.querySelectorAll(".release-main > .figure, .gallery .figure")];
const [stage, caption, count] = ["stage", "caption", "count"].map((name) => viewer.querySelector(`.viewer-${name}`));
let now = 0;

function show(at) {
  now = (at + figures.length) % figures.length;
  const picture = figures[now].querySelector("picture, img").cloneNode(true);
  for (const each of [picture, ...picture.querySelectorAll("*")]) {
    if (each.sizes) each.sizes = "100vw";
    each.removeAttribute("loading");
  }
  stage.replaceChildren(picture);
  caption.replaceChildren(...[...(figures[now].querySelector("figcaption")?.childNodes ?? [])].map((each) => each.cloneNode(true)));
  count.textContent = viewer.dataset.of.replace("%(number)s", now + 1).replace("%(count)s", figures.length);
}

figures.forEach((figure, at) => figure.querySelector("a").addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(at);
  viewer.showModal();
}));
viewer.addEventListener("click", ({ target }) => {
  const step = target.closest("button")?.dataset.step;
  if (step) show(now + Number(step));
  else if (target === viewer || target.closest("[data-close]")) viewer.close();
});
viewer.addEventListener("keydown", (event) => {
  const step = { ArrowLeft: now - 1, ArrowRight: now + 1, Home: 0, End: -1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  show(step);
});
viewer.addEventListener("close", () => figures[now].querySelector("a").focus());
