// Comfort only: every page works without it. Escape or a click elsewhere closes an open menu or strip.
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
