// How the browser is started: quiet, without a graphics card, and unable to reach anything but this machine.

export const FLAGS = [
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-default-apps",
  "--disable-sync",
  "--no-first-run",
  "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
  // Root, as in most containers, cannot use the sandbox.
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];
