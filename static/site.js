// What every page can do: focus the search with `/`, switch the theme, copy, open the menu on a phone.

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
