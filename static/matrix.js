// The matrix opens at its newest columns, and can leave the older ones out. Without this module all columns are there.
//
// <form data-columns="ID"> with a select `from`: the first minor version to show in the table ID, kept in the URL. The
// select stands among the filters, but belongs to this form, so that it is no filter of rows.

const form = document.querySelector("form[data-columns]");
const table = form && document.getElementById(form.dataset.columns);
const choice = form?.elements.from;
if (table && choice) {
  // One rule in a sheet of its own instead of a change to each of some thousand cells.
  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  let shown = -1;
  const show = () => {
    // The gate's name and the column of what was before stand in front of the versions.
    const hidden = choice.selectedIndex > 0 ? choice.selectedIndex : 0;
    if (hidden === shown) return;
    shown = hidden;
    sheet.replaceSync(
      hidden
        ? `#${table.id} tr > :nth-child(-n + ${hidden + 1}):not(:first-child) { display: none }`
        : "",
    );
    const box = table.parentElement;
    box.scrollLeft = box.scrollWidth;
  };
  const read = () => {
    choice.value = new URLSearchParams(location.search).get("from") ?? "";
    if (choice.selectedIndex === -1) choice.value = "";
    show();
  };
  choice.addEventListener("change", () => {
    const url = new URL(location.href);
    if (choice.value) url.searchParams.set("from", choice.value);
    else url.searchParams.delete("from");
    history.pushState(null, "", url);
    show();
  });
  addEventListener("popstate", read);
  read();
}
