// Fetches the reply form into its place on the page; without this, the same link leads to a page of its own.
document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-reply]");
  if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  let reply = null;
  try {
    const answer = await fetch(link.href, { credentials: "same-origin" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok) reply = page.querySelector("section.reply");
  } catch {
    // no connection: the browser says so on the next line
  }
  if (!reply) {
    location.assign(link.href);
    return;
  }
  document.querySelector("section.reply")?.remove();
  link.parentElement.after(document.adoptNode(reply));
  reply.querySelector("a[data-cancel]").addEventListener("click", (cancel) => {
    cancel.preventDefault();
    reply.remove();
    link.focus();
  });
  reply.querySelector("textarea").focus();
});
