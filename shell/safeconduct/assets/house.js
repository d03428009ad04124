// Keys for what buttons and links do: an element with data-key is pressed by its key, unless somebody types.
// And passkeys, which no browser has without script. Every other page works without this.
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
  // A passkey: the browser asks the device what the server asked, and the form takes the answer with it.
  const ask = async (form) => {
    const options = JSON.parse(form.dataset.options);
    const made = form.dataset.passkey === "make";
    const publicKey = made
      ? PublicKeyCredential.parseCreationOptionsFromJSON(options)
      : PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const shown = made
      ? await navigator.credentials.create({ publicKey })
      : await navigator.credentials.get({ publicKey });
    form.elements.credential.value = JSON.stringify(shown.toJSON());
    form.submit();
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.passkey || form.elements.credential.value) return;
    event.preventDefault();
    const failed = form.querySelector("[data-failed]");
    failed.hidden = true;
    ask(form).catch(() => { failed.hidden = false; });
  });
  // A button that prints; who has no script prints with the browser.
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
  // A form is sent once, however often its button is pressed.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });
})();
