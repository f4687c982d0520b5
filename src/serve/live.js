// Every page of `kepdb serve` loads this script; the published site does not have it. It reloads the page when its
// content changed, and shows what is wrong with the records or templates while something is.
(() => {
  "use strict";
  const script = document.currentScript;
  const shown = script.dataset.page;
  const address = new URL("events", script.src);
  address.searchParams.set("page", location.pathname);

  let overlay = null;

  function showProblem(text) {
    if (overlay !== null && overlay.dataset.text === text) return;
    hideProblem();
    const style = document.createElement("link");
    style.rel = "stylesheet";
    style.href = new URL("overlay.css", script.src).href;
    const title = document.createElement("strong");
    title.textContent = "There is a problem with the site";
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Hide";
    const head = document.createElement("div");
    head.append(title, close);
    const report = document.createElement("pre");
    report.tabIndex = 0;
    report.textContent = text;
    overlay = document.createElement("section");
    overlay.id = "kepdb-problem";
    overlay.setAttribute("role", "alert");
    overlay.dataset.text = text;
    overlay.append(style, head, report);
    // Hidden, not removed: the same problem does not come back with the next event.
    close.addEventListener("click", () => { overlay.hidden = true; });
    document.body.append(overlay);
  }

  function hideProblem() {
    if (overlay !== null) overlay.remove();
    overlay = null;
  }

  function hear(message) {
    const state = JSON.parse(message.data);
    if (state.page !== shown) {
      location.reload();
    } else if (state.problem !== null && !document.body.classList.contains("kepdb-not-built")) {
      showProblem(state.problem);
    } else {
      hideProblem();
    }
  }

  // A browser opens only a few connections to one server. A page that nobody looks at needs none: it catches up when
  // it is looked at again.
  let events = null;
  function listen() {
    if (document.hidden) {
      if (events !== null) events.close();
      events = null;
    } else if (events === null) {
      events = new EventSource(address);
      events.addEventListener("state", hear);
    }
  }
  document.addEventListener("visibilitychange", listen);
  listen();
})();
