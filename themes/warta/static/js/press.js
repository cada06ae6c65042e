/* The button that copies the message of a release. What is copied is fetched while the reader waits, within the click. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = button.textContent;
  button.hidden = !(navigator.clipboard && window.ClipboardItem);
  button.addEventListener("click", async () => {
    const message = fetch(button.dataset.copy)
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((text) => new Blob([text], { type: "text/plain" }));
    try {
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": message })]);
    } catch {
      location.href = button.dataset.copy; // there it can be read and copied by hand
      return;
    }
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2000);
  });
}
