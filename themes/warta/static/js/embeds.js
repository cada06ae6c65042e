/* The embeds of a page: a button that puts the other site's frame in place of the picture, for sites that may. */
const ask = document.getElementById("embed-ask");
const allowed = ask.dataset.frames.split(" ");
const RIGHTS = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation allow-forms";

function frameOf(embed, address) {
  const frame = document.createElement("iframe");
  frame.title = [...embed.querySelectorAll("figcaption :is(b, a)")].map((part) => part.textContent).join(": ");
  frame.loading = "lazy";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.setAttribute("sandbox", RIGHTS);
  frame.allow = "fullscreen; picture-in-picture; encrypted-media";
  frame.src = address;
  return frame;
}

for (const embed of document.querySelectorAll(".embed[data-frame]")) {
  const address = new URL(embed.dataset.frame);
  if (!allowed.includes(address.origin)) continue;
  const asked = ask.content.cloneNode(true).firstElementChild;
  const button = asked.querySelector("button");
  button.querySelector("span").textContent = ": " + embed.querySelector("figcaption a").textContent;
  asked.querySelector(".embed-site").textContent = address.hostname;
  button.addEventListener("click", () => {
    const frame = frameOf(embed, address.href);
    embed.querySelectorAll(":scope > :is(img, picture, blockquote)").forEach((part) => part.remove());
    embed.prepend(frame);
    embed.classList.add("is-shown");
    asked.remove();
    frame.focus();
  });
  embed.append(asked);
}
