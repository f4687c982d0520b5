// Serves the built site the way a plain static host does: below a sub-path, `index.html` for folders, `404.html` with
// status 404 for what is not there. `node serve.mjs DIR [PORT]` prints the site's address; port 0 takes a free one.

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";

const BASE = "/kepdb/";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".xml": "application/xml",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
};

/** The file below `dir` that a request asks for, or `null`: outside of the site, or an address that cannot be read. */
function fileOf(dir, address) {
  let path;
  try {
    path = decodeURIComponent(new URL(address, "http://host").pathname);
  } catch {
    return null;
  }
  if (!path.startsWith(BASE) || path.includes("\0")) return null;
  const file = normalize(join(dir, path.slice(BASE.length), path.endsWith("/") ? "index.html" : ""));
  return file === dir || file.startsWith(dir + sep) ? file : null;
}

async function answer(dir, request, response, compress) {
  const file = fileOf(dir, request.url);
  const send = (status, type, body, more = {}) => {
    response.writeHead(status, { "content-type": type, "cache-control": "no-cache", ...more });
    response.end(request.method === "HEAD" ? undefined : body);
  };
  if (request.method !== "GET" && request.method !== "HEAD") return send(405, "text/plain", "");
  if (file) {
    try {
      const body = await readFile(file);
      const type = TYPES[extname(file)];
      if (compress && type && !type.startsWith("image/png")) return send(200, type, gzipSync(body, { level: 6 }), { "content-encoding": "gzip" });
      return send(200, type ?? "application/octet-stream", body);
    } catch (error) {
      if (error.code === "EISDIR") {
        const { pathname, search } = new URL(request.url, "http://host");
        return send(301, "text/plain", "", { location: `${pathname}/${search}` });
      }
    }
  }
  const missing = await readFile(join(dir, "404.html")).catch(() => "not found");
  return send(404, TYPES[".html"], missing);
}

/** Serves `dir` on 127.0.0.1, with gzip if it is to `compress`; gives the site's address and a function that ends it. */
export function serve(dir, port = 0, compress = false) {
  const folder = normalize(dir).replace(/[\\/]$/, "");
  const server = createServer((request, response) => {
    answer(folder, request, response, compress).catch(() => response.destroy());
  });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      resolve({ address: `http://127.0.0.1:${server.address().port}${BASE}`, close: () => server.close() });
    });
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const { address } = await serve(process.argv[2] ?? "public", Number(process.argv[3] ?? 0));
  console.log(address);
}
