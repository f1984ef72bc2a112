// Comfort only: every page works without it. Escape or a click elsewhere closes an open menu or strip; citations are
// copied by a button where the browser lets a page do that.
const opened = () => document.querySelector(":is(.menu, .strips) details[open]");
document.addEventListener("keydown", (event) => {
  const shown = opened();
  if (event.key !== "Escape" || !shown) return;
  if (shown.contains(document.activeElement)) shown.querySelector("summary").focus();
  shown.open = false;
});
document.addEventListener("click", (event) => {
  const shown = opened();
  if (shown && !shown.contains(event.target)) shown.open = false;
});
for (const list of navigator.clipboard ? document.querySelectorAll("[data-copy]") : []) {
  for (const item of list.querySelectorAll("dd")) {
    const words = item.textContent.trim();
    const button = document.createElement("button");
    const which = document.createElement("span");
    const told = document.createTextNode(list.dataset.copy);
    button.type = "button";
    button.className = "tool copy";
    button.lang = document.documentElement.lang;
    button.setAttribute("aria-live", "polite");
    which.className = "unseen";
    which.textContent = ` ${item.previousElementSibling.textContent}`;
    button.append(told, which);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(words);
      told.data = list.dataset.copied;
    });
    item.append(" ", button);
  }
}
