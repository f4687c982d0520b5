// Before the first paint: word that scripts run, and whether the address asks the search for something; the reader's theme.
// Everything else waits for site.js.
(() => {
  const root = document.documentElement;
  root.classList.add("js");
  if (/[?&]q=[^&]/.test(location.search)) root.classList.add("asks");
  try {
    const theme = localStorage.getItem("kepdb-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage is off: the system's preference holds.
  }
})();
