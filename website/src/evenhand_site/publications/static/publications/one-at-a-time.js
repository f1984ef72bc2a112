// Wagtail's editor saves by itself soon after a change. A button that is pressed at that very moment would have the same
// page made twice at once, and the second time would fail: the press waits until the saving is over, and after it none
// begins.
const editor = (event) => event.target.matches?.("form[data-edit-form]");
let saving = false, pressed = null, sent = false;

document.addEventListener("w-autosave:save", (event) => {
  if (sent) event.preventDefault();
  saving = !event.defaultPrevented;
});

for (const end of ["w-autosave:success", "w-autosave:error"]) {
  document.addEventListener(end, () => {
    saving = false;
    if (!pressed) return;
    const { form, button } = pressed;
    pressed = null;
    const disabled = button?.disabled; // it says “Saving…”; disabled, it would not be named to the server
    if (button) button.disabled = false;
    form.requestSubmit(button);
    if (button) button.disabled = disabled;
  });
}

addEventListener("submit", (event) => {
  if (!saving || !editor(event)) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  pressed = { form: event.target, button: event.submitter };
}, { capture: true });

addEventListener("submit", (event) => {
  if (editor(event)) sent = !event.defaultPrevented;
});

addEventListener("pageshow", () => {
  sent = false; // back to a page that the browser kept
});
