// Before the first paint: the reader's theme, and word that scripts run. Everything else waits for site.js.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("kepdb-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is off: the system's preference holds.
  }
})();
