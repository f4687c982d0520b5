// What was found, as elements. Every text of a file stays text.

/** Findings that are shown at once; the others wait behind a button. */
const AT_ONCE = 150;

/** An element with children; text is text. */
export function element(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name in made) made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

/** A message whose words in backquotes are code. */
const prose = (text) => text.split("\x60").map((part, at) => (at % 2 ? element("code", {}, part) : part));

const severity = (word) => element("span", { className: `severity severity-${word}` }, word);

/** The line that a finding is about, with the place marked and what is to be said about it underneath. */
function lineView({ excerpt, name, line, column }, label) {
  const { before, marked, after, indent } = excerpt;
  const code = element("code", {}, " ".repeat(indent), before.trimStart() && before, element("mark", {}, marked || " "), after);
  return element(
    "figure",
    { className: "offence" },
    element("figcaption", {}, `${name}:${line}:${column}`),
    element("pre", {}, element("span", { className: "line-no", ariaHidden: "true" }, String(line)), code),
    label ? element("p", { className: "offence-label" }, label) : null,
  );
}

/** What to call the version that made it so. */
const SINCE = { "removal-expected": "From", "not-yet-gate": "Comes with" };

function fact(list, name, ...children) {
  list.append(element("div", {}, element("dt", {}, name), element("dd", {}, ...children)));
}

const capitalised = (text) => text[0].toUpperCase() + text.slice(1);

/** The addresses of the pages that a report links. */
function links(place) {
  const { gates, keps, releases } = place.dataset;
  return {
    gate: (name) => element("a", { className: "gate-name", href: `${gates}${encodeURIComponent(name)}/` }, name),
    kep: ({ key, number, title, risk }) => {
      const link = element("a", { href: `${keps}${encodeURIComponent(key)}/` }, `KEP-${number} ${title}`);
      if (!risk) return link;
      const level = element("a", { className: `risk-level risk-${risk}`, href: `${keps}${encodeURIComponent(key)}/#risk` }, `${risk} risk`);
      return element("span", {}, link, " ", level);
    },
    release: ({ version, hasPage }) => (hasPage ? element("a", { href: `${releases}${version}/` }, version) : version),
  };
}

function findingView(finding, link) {
  const facts = element("dl", { className: "finding-facts" });
  if (finding.said) {
    fact(facts, capitalised(finding.said[0]), element("samp", {}, finding.said[1]));
    facts.lastChild.className = "said";
  }
  if (finding.since) fact(facts, SINCE[finding.rule] ?? "Since", link.release(finding.since));
  if (finding.page) fact(facts, "Gate", link.gate(finding.page));
  for (const kep of finding.keps) fact(facts, "Proposal", link.kep(kep));
  if (finding.gates.length) fact(facts, "Gates", finding.gates.join(", "));
  for (const { name, line, text } of finding.related) fact(facts, "Also", `${name}:${line}, ${text}`);
  const rule = element("a", { className: "rule", href: `#${finding.rule}` }, finding.rule);
  return element(
    "article",
    { className: `finding finding-${finding.severity}` },
    element("h4", {}, severity(finding.severity), " ", element("span", {}, ...prose(finding.message)), " ", rule),
    finding.spot?.excerpt ? lineView(finding.spot, finding.label) : finding.label ? element("p", {}, finding.label) : null,
    finding.help ? element("p", { className: "todo" }, element("b", {}, "What to do: "), ...prose(finding.help)) : null,
    facts.children.length ? facts : null,
  );
}

/** Findings by the file they stand in, in their order. */
function byFile(findings) {
  const groups = new Map();
  for (const finding of findings) {
    const key = finding.spot?.file ?? -1;
    if (!groups.has(key)) groups.set(key, { name: finding.spot?.name ?? "No file", findings: [] });
    groups.get(key).findings.push(finding);
  }
  return [...groups.values()];
}

function settingView(state) {
  if (!state) return element("span", { className: "gone" }, "not there");
  const letter = element("b", { ariaHidden: "true" }, state.stage[0].toUpperCase());
  const key = state.default === null ? "unknown" : state.default ? "on" : "off";
  const view = element(
    "span",
    { className: "setting" },
    element("span", { className: `stage stage-${state.stage}` }, letter, state.stage),
    " ",
    element("span", { className: `default default-${key}` }, key === "unknown" ? "default not recorded" : key),
  );
  if (state.locked) view.append(" ", element("span", { className: "locked" }, "locked"));
  return view;
}

function flipsView({ flips, from, target }, link) {
  if (!flips.length) return null;
  const cell = (...children) => element("td", {}, ...children);
  const section = element("section", { className: "flips" }, element("h3", {}, `What changes from ${from} to ${target} without being set`));
  for (const { rule, title, rows } of flips) {
    const heads = ["Gate", "With", `In ${target}`, "Components", "Proposal"];
    const body = rows.map((row) =>
      element(
        "tr",
        {},
        element("th", { scope: "row" }, link.gate(row.gate)),
        cell(link.release(row.since)),
        cell(settingView(row.state)),
        cell(row.components.join(", ") || element("span", { className: "none" }, "not recorded")),
        cell(...row.keps.flatMap((kep, at) => (at ? [element("br"), link.kep(kep)] : [link.kep(kep)]))),
      ),
    );
    const table = element(
      "table",
      { className: "data flipped" },
      element("thead", {}, element("tr", {}, ...heads.map((name) => element("th", { scope: "col" }, name)))),
      element("tbody", {}, ...body),
    );
    section.append(
      element("h4", {}, severity("info"), " ", `${title} `, element("a", { className: "rule", href: `#${rule}` }, rule), " ", element("span", { className: "count" }, String(rows.length))),
      element("div", { className: "table-wrap", tabIndex: 0, role: "region", ariaLabel: title }, table),
    );
  }
  return section;
}

/** Whether findings of that severity or a worse one are there. */
export function fails({ counts }, limit) {
  const order = ["error", "warning", "info"];
  return order.slice(0, order.indexOf(limit) + 1).some((one) => counts[one]);
}

/** The heading of a report: the verdict, then how much was read. */
function verdictView(answer, failOn) {
  const worst = ["error", "warning", "info"].find((one) => answer.counts[one]);
  const tone = worst ?? (answer.settings ? "good" : "empty");
  const code = fails(answer, failOn) ? "1, which fails a pipeline" : "0, which lets a pipeline go on";
  const passes = ["With ", element("code", {}, `--fail-on ${failOn}`), ` the command would end with exit code ${code}.`];
  return element(
    "div",
    { className: `verdict-box verdict-box-${tone}` },
    element("h2", { id: "answer", tabIndex: -1 }, worst ? element("span", { className: `severity severity-${worst}`, ariaHidden: "true" }) : null, capitalised(answer.result)),
    element("p", { className: "read" }, `${capitalised(answer.read)}.`),
    answer.settings ? element("p", { className: "meta" }, ...passes) : null,
  );
}

/** The whole report in `place`. */
export function showReport(place, answer, failOn, copy) {
  const link = links(place);
  const views = [verdictView(answer, failOn)];
  if (answer.settings || answer.findings.length) views.push(element("p", { className: "report-tools" }, copy));
  let room = AT_ONCE;
  const more = [];
  for (const { name, findings } of byFile(answer.findings)) {
    const shown = findings.slice(0, Math.max(room, 0));
    room -= findings.length;
    const list = element("section", { className: "file-findings" }, element("h3", {}, element("span", { className: "file-name" }, name), " ", element("span", { className: "count" }, String(findings.length))));
    list.append(...shown.map((finding) => findingView(finding, link)));
    const rest = findings.slice(shown.length);
    if (rest.length) {
      list.hidden = !shown.length;
      more.push([list, rest]);
    }
    views.push(list);
  }
  if (more.length) {
    const count = more.reduce((sum, [, rest]) => sum + rest.length, 0);
    const button = element("button", { type: "button" }, `Show ${count} more`);
    button.addEventListener("click", () => {
      for (const [list, rest] of more) {
        list.append(...rest.map((finding) => findingView(finding, link)));
        list.hidden = false;
      }
      button.remove();
    });
    views.push(element("p", {}, button));
  }
  views.push(flipsView(answer, link));
  place.replaceChildren(...views.filter(Boolean));
}
