// Charts that answer: what a legend names can be chosen, and is then lit in every chart of its section while the rest
// fades; pointing at a part of a chart lights it and its name. Without this script the same charts and tables stand there.
const SECTION = "section[aria-labelledby], figure.finding";
const CHART = "svg.chart.stacked, svg.chart.beliefs";
const PART = "svg.stacked > g, svg.beliefs > svg.mark";

// What a field in a legend or a part of a chart stands for: the class of its colour or of its mark.
const kind = (part) => part?.querySelector("[class^=c-], [class^=m-]")?.getAttribute("class");

function light(section, chosen) {
  for (const part of section.querySelectorAll(`${PART}, ul.legend li`)) {
    if (kind(part)) part.classList.toggle("faded", Boolean(chosen) && kind(part) !== chosen);
  }
}

function prepare(section) {
  let kept = null; // chosen in a legend, until it is chosen again
  const names = [];

  const choose = (which) => {
    kept = which === kept ? null : which;
    for (const { button, stands } of names) button.setAttribute("aria-pressed", String(stands === kept));
    light(section, kept);
  };

  for (const item of section.querySelectorAll("ul.legend li")) {
    const stands = kind(item), words = item.querySelector("span");
    if (!stands || !words) continue;
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "false");
    words.replaceWith(button);
    button.append(words);
    button.addEventListener("click", () => choose(stands));
    item.addEventListener("pointerenter", () => light(section, stands));
    item.addEventListener("pointerleave", () => light(section, kept));
    names.push({ button, stands });
  }
  for (const chart of section.querySelectorAll(CHART)) {
    const pointed = (event) => event.target.closest(PART);
    chart.addEventListener("pointerover", (event) => light(section, kind(pointed(event)) ?? kept));
    chart.addEventListener("pointerleave", () => light(section, kept));
    chart.addEventListener("click", (event) => kind(pointed(event)) && choose(kind(pointed(event))));
  }
  section.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && kept) choose(kept);
  });
}

for (const section of document.querySelectorAll(SECTION)) {
  if (section.querySelector(CHART) && !section.querySelector(SECTION)) prepare(section);
}
