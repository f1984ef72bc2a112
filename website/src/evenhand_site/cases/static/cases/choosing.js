// In the editor: of the issues that a finding can be of, those of the study that is chosen beside them. Whatever is
// chosen is looked at when it is saved, too.
const ISSUES = "select[data-of]";

function narrow(select) {
  const study = document.getElementsByName(select.name.replace(/issue$/, "study"))[0];
  const known = JSON.parse(select.dataset.of)[study?.value];
  for (const option of select.querySelectorAll("optgroup > option")) {
    const there = !known || (known.groups.includes(option.parentElement.label) && known.issues.includes(option.value));
    option.hidden = option.disabled = !there && !option.selected;
  }
  for (const group of select.querySelectorAll("optgroup")) {
    group.hidden = [...group.children].every((option) => option.hidden);
  }
}

document.addEventListener("focusin", (event) => event.target.matches?.(ISSUES) && narrow(event.target));
