/* Escape closes the menu, and a tap beside it does; it opens without a script. */
const menu = document.querySelector(".menu");
if (menu) {
  const close = () => (menu.open = false);
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    close();
    menu.querySelector("summary").focus();
  });
  document.addEventListener("click", (event) => menu.contains(event.target) || close());
}
