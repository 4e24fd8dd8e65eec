import "htmx.org";

// Menus and confirmations are <details>; a click elsewhere or Escape closes them, as people expect of a menu.
const open = () => document.querySelectorAll("details.menu[open], details.confirm[open]");

document.addEventListener("click", (event) => {
  for (const one of open()) if (!one.contains(event.target)) one.open = false;
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const one of open()) {
    one.open = false;
    one.querySelector("summary").focus();
  }
});

// A second press on a submit button sends nothing while the first is under way.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || form.hasAttribute("hx-post")) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});

window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});
