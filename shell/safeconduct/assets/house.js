// Keys for what buttons and links do: an element with data-key is pressed by its key, unless somebody types.
// Every page works without this.
(() => {
  "use strict";
  const typing = (element) =>
    element.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(element.tagName) &&
      !/^(checkbox|radio|button|submit)$/.test(element.type || "");
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    const found = [...document.querySelectorAll("[data-key]")].find(
      (one) => one.dataset.key === key || one.dataset.place === event.code);
    if (!found || found.disabled) return;
    event.preventDefault();
    if (found.tagName === "DETAILS") { found.open = !found.open; found.querySelector("summary").focus(); }
    else if (/^(INPUT|SELECT|TEXTAREA)$/.test(found.tagName)) found.focus();
    else found.click();
  });
  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
