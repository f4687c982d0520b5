// Files that are dropped or chosen, folders with all that is in them.

/** Files of a folder that are taken at most: more are no configuration. */
const MOST = 5000;
const MAX_DEPTH = 64;
/** The command's own file with what is accepted. */
const CONFIG = "kepdb-check.toml";

const asPromise = (call) => new Promise((resolve, reject) => call(resolve, reject));

/** All entries of a folder, by name: a reader gives them in parts. */
async function entriesOf(folder) {
  const reader = folder.createReader();
  const all = [];
  for (;;) {
    const part = await asPromise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!part.length) return all.sort((a, b) => (a.name < b.name ? -1 : 1));
    all.push(...part);
  }
}

async function walk(entry, depth, found) {
  if (found.length >= MOST || depth > MAX_DEPTH) return;
  const name = entry.fullPath.replace(/^\//, "");
  const isOfFolder = depth > 0;
  if (isOfFolder && (entry.name.startsWith(".") || entry.name === CONFIG)) return;
  if (entry.isFile) {
    found.push({ name, file: await asPromise((resolve, reject) => entry.file(resolve, reject)), isOfFolder });
  } else {
    for (const inner of await entriesOf(entry)) await walk(inner, depth + 1, found);
  }
}

/** What was dropped, as `{name, file, isOfFolder}`. The entries must be taken before anything is waited for. */
export async function dropped(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.length) return chosen(transfer.files);
  const found = [];
  for (const entry of entries) await walk(entry, 0, found);
  return found;
}

/** What was chosen in a file dialog. */
export const chosen = (files) => [...files].map((file) => ({ name: file.name, file, isOfFolder: false }));
