// What every page can do: search, switch the theme, copy, open the menu on a phone.

const root = document.documentElement;

// `/` leads to the page's own search where it has one, else to that of the header.
addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("main [data-search]") ?? document.getElementById("site-search");
  if (!box) return;
  event.preventDefault();
  if (!box.checkVisibility?.()) setMenu(true);
  box.focus();
  box.select();
});

// The search. All that it needs comes at once when one of its boxes gets the focus for the first time: the engine, the box, and
// the first part of the index. Before that, and without them, a box is a form that leads to the page of results.
const PARTS = [new URL("./search-engine.js", import.meta.url), new URL("./search-box.js", import.meta.url)];
const FILES = [new URL("./search-core.bin", import.meta.url), new URL("./search-body.bin", import.meta.url)];
const BOXES = "form[role=search] input";
const results = document.getElementById("results");
if (results) PARTS.push(new URL("./search-page.js", import.meta.url));

/** Says that the search did not come, with a button to try again. */
function failure(reason, retry) {
  const note = document.createElement("p");
  const button = document.createElement("button");
  note.className = "search-failure";
  note.setAttribute("role", "alert");
  note.append(`The search could not be loaded: ${reason}. `, button);
  button.type = "button";
  button.textContent = "Try again";
  button.addEventListener("click", () => {
    retry();
    note.remove();
  });
  return note;
}

let tries = 0;
async function openSearch(box) {
  removeEventListener("focusin", onFocus);
  // A browser does not ask twice for a module that it did not get: behind another address it is another module.
  const again = tries ? `?${tries}` : "";
  tries += 1;
  const core = fetch(FILES[0], { priority: "high" });
  core.catch(() => {});
  try {
    const [engine, boxes, page] = await Promise.all(PARTS.map((part) => import(part + again)));
    const search = boxes.start(engine, FILES, core, failure);
    page?.start(boxes, search);
  } catch {
    root.classList.remove("asks");
    const reason = navigator.onLine ? "a part of it did not arrive" : "there is no connection";
    const note = failure(reason, () => box.focus());
    box.form.append(note);
    box.form.addEventListener("focusout", (event) => box.form.contains(event.relatedTarget) || note.remove());
    addEventListener("focusin", onFocus);
  }
}
const onFocus = ({ target }) => target.matches?.(BOXES) && openSearch(target);
addEventListener("focusin", onFocus);
if (document.activeElement?.matches(BOXES)) openSearch(document.activeElement);
else if (results && new URLSearchParams(location.search).get("q")) openSearch(document.getElementById("q"));

// The theme: as the system, light, dark, and round again.
const THEMES = ["", "light", "dark"];
const WORDS = { "": "as the system", light: "light", dark: "dark" };
const switcher = document.querySelector(".theme");
const label = () => switcher?.setAttribute("aria-label", `Theme: ${WORDS[root.dataset.theme ?? ""]}`);
label();
switcher?.addEventListener("click", () => {
  const next = THEMES[(THEMES.indexOf(root.dataset.theme ?? "") + 1) % THEMES.length];
  if (next) root.dataset.theme = next;
  else delete root.dataset.theme;
  label();
  try {
    if (next) localStorage.setItem("kepdb-theme", next);
    else localStorage.removeItem("kepdb-theme");
  } catch {
    // Storage is off: the choice lasts as long as the page.
  }
});

// What a gate is in each release: where it does not fit, the newest ones are seen first.
for (const strip of document.querySelectorAll(".strip")) strip.scrollLeft = strip.scrollWidth;

// The menu of narrow screens.
const menu = document.querySelector(".menu");
function setMenu(open) {
  menu?.setAttribute("aria-expanded", String(open));
}
menu?.addEventListener("click", () => setMenu(menu.getAttribute("aria-expanded") !== "true"));
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || menu?.getAttribute("aria-expanded") !== "true") return;
  setMenu(false);
  menu.focus();
});

// <button class="copy" data-copy="#id" hidden>: copies the text of the element.
for (const button of document.querySelectorAll(".copy[data-copy]")) {
  if (!navigator.clipboard) break;
  button.hidden = false;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    const source = document.querySelector(button.dataset.copy);
    if (!source) return;
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      button.textContent = "Copied";
    } catch {
      button.textContent = "Not allowed";
    }
    setTimeout(() => (button.textContent = words), 2000);
  });
}
