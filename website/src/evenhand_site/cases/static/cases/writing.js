/* The editors' pages of a case work without this. With it, what is typed is kept in the browser until it is saved, a
   fault leads to its line or field, what is typed as YAML is checked while one types, and a row is added without a new page. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const file = document.querySelector("textarea.case-text");
  const form = document.querySelector("form.case-form") || (file && file.form);
  if (!form) return;
  const checks = document.getElementById("case-checks");
  const words = file ? checks.dataset : form.dataset;
  const key = `evenhand-case:${location.pathname}`;
  const base = () => (form.elements.base ? form.elements.base.value : "");

  // --- what is typed

  const fields = () =>
    file ? [file] : [...form.elements].filter((each) => each.name && each.type !== "hidden" && each.type !== "submit");
  const valueOf = (each) => (each.type === "checkbox" ? each.checked : each.value);
  const typed = () => Object.fromEntries(fields().map((each) => [each.name, valueOf(each)]));
  const atFirst = JSON.stringify(typed());

  const kept = () => {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch {
      return null;
    }
  };
  const forget = () => {
    try {
      localStorage.removeItem(key);
    } catch {
      /* a browser that keeps nothing */
    }
  };
  const keep = () => {
    const now = typed();
    if (JSON.stringify(now) === atFirst && !unsaved) return forget();
    try {
      localStorage.setItem(key, JSON.stringify({ when: Date.now(), base: base(), typed: now }));
    } catch {
      /* a browser that keeps nothing, or is full */
    }
  };

  const unsaved = form.dataset.unsaved !== undefined || form.dataset.wUnsavedForceValue === "true";
  let offered = false;

  const putBack = (values) => {
    for (const [name, value] of Object.entries(values)) {
      if (!form.elements[name] && name.startsWith("+")) addRow(name.slice(1).split("/")[0]);
      const field = form.elements[name];
      if (!field || !("value" in field)) continue;
      if (field.type === "checkbox") field.checked = value;
      else field.value = value;
      if (String(value) && field.closest("details")) field.closest("details").open ||= field.value !== field.defaultValue;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  };

  const offer = (found) => {
    offered = true;
    const box = document.createElement("div");
    box.className = "case-offer";
    box.setAttribute("role", "status");
    const said = document.createElement("p");
    said.textContent = `${words.offer} ${new Date(found.when).toLocaleString(document.documentElement.lang)}`;
    const button = (label, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = "button button-secondary";
      made.textContent = label;
      made.addEventListener("click", () => {
        offered = false;
        box.remove();
        act();
      });
      return made;
    };
    box.append(said, button(words.take, () => putBack(found.typed)), " ", button(words.drop, forget));
    form.before(box);
  };

  const found = kept();
  const address = new URL(location.href);
  const saved = address.searchParams.get("saved");
  if (saved !== null) {
    address.searchParams.delete("saved");
    history.replaceState(null, "", address);
  }
  if (found) {
    if (JSON.stringify(found.typed) === atFirst || (saved !== null && saved === found.base)) unsaved || forget();
    else if (!unsaved) offer(found);
  }

  let pause = 0;
  const later = () => {
    if (offered) return; // what was kept before is not written over until it is taken or dropped
    clearTimeout(pause);
    pause = setTimeout(keep, 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", () => !offered && keep());
  form.addEventListener("w-autosave:success", () => offered || forget());

  // --- rows

  function addRow(name) {
    const count = form.elements[`rows:${name}`];
    const rows = count && count.closest(".case-rows").querySelectorAll("details.case-row.blank");
    if (!rows || !rows.length || rows.length >= 50) return null;
    const last = rows[rows.length - 1];
    const made = last.cloneNode(true);
    const [old, next] = [`+${name}/${rows.length - 1}`, `+${name}/${rows.length}`];
    for (const each of made.querySelectorAll("*")) {
      for (const attribute of ["name", "id", "for", "aria-describedby"]) {
        const value = each.getAttribute(attribute);
        if (value) each.setAttribute(attribute, value.replace(old, next));
      }
      if (each.matches("textarea, input[type=text]")) each.value = "";
      if (each.matches("select")) each.selectedIndex = 0;
      if (each.matches(".case-fault")) each.remove();
    }
    last.after(made);
    count.value = rows.length + 1;
    made.open = true;
    return made;
  }

  for (const button of form.querySelectorAll("button[name=add]")) {
    button.addEventListener("click", (event) => {
      const made = addRow(button.value);
      if (!made) return;
      event.preventDefault();
      made.querySelector("input, select, textarea").focus();
    });
  }

  // --- a field that a fault leads to

  const toField = () => {
    const field = document.getElementById(location.hash.slice(1));
    if (!field || !form.contains(field)) return;
    for (let row = field.closest("details"); row; row = row.parentElement.closest("details")) row.open = true;
    field.scrollIntoView({ block: "center" });
    field.focus({ preventScroll: true });
  };
  if (!file && location.hash) {
    if (document.readyState === "complete") toField();
    else addEventListener("load", () => setTimeout(toField)); // once everything has its height
  }
  if (!file) addEventListener("hashchange", toField);

  if (!file) return;

  // --- lines, and the check while one types

  const toLine = (number) => {
    const lines = file.value.split("\n");
    const start = lines.slice(0, number - 1).reduce((sum, line) => sum + line.length + 1, 0);
    file.focus();
    file.setSelectionRange(start, start + (lines[number - 1] || "").length);
    file.scrollTop = Math.max(0, (number - 5) * parseFloat(getComputedStyle(file).lineHeight));
    file.scrollIntoView({ block: "center" });
  };
  checks.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-line]");
    if (!link) return;
    event.preventDefault();
    toLine(Number(link.dataset.line));
  });
  const asked = /^#line-([0-9]{1,6})$/.exec(location.hash);
  if (asked) toLine(Number(asked[1]));

  let waiting = 0;
  file.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      const sent = new FormData();
      sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      sent.set("text", file.value);
      try {
        const answer = await fetch(checks.dataset.check, { method: "POST", body: sent, redirect: "error" });
        if (answer.ok) checks.innerHTML = await answer.text();
      } catch {
        /* no connection: the check waits for the next change */
      }
    }, 1500);
  });
});
