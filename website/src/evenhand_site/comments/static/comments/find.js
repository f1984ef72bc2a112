// A link to a comment that stands on another page of the comments leads there.
function find() {
  const [, number] = location.hash.match(/^#comment-(\d+)$/) ?? [];
  if (!number || document.getElementById(`comment-${number}`)) return;
  const address = new URL(location.href);
  if (address.searchParams.get("comment") === number) return; // it is on none
  address.search = `?comment=${number}`;
  location.replace(address);
}
addEventListener("hashchange", find);
find();
