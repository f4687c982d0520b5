// A report for people and programs: places as lines and columns, words for the whole, Markdown, JSON.
//
// Pure. The words are those of src/cli/output/check, the JSON is that of `kepdb check --format json`.

import { gateOf, shownVersion, stateAt } from "./check-facts.js";
import { counted, listed } from "./check-words.js";

/** Characters of a line that are shown before the place, and of the place itself and what follows. */
const BEFORE = 60;
const MARKED = 200;
const AFTER = 80;
/** Bytes of Markdown after which findings are only counted. */
const LONGEST = 50_000;

const SEVERITIES = ["error", "warning", "info"];
const isFlip = ({ rule }) => rule === "flips-on" || rule === "flips-off";

/** Lines and columns of a text. Columns count characters; asked in rising order, they cost one walk over the text. */
export class Places {
  constructor(text) {
    this.text = text;
    this.starts = [0];
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) this.starts.push(at + 1);
    this.last = { offset: 0, column: 1, line: 1 };
  }

  at(offset) {
    let [low, high] = [0, this.starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= offset) low = middle;
      else high = middle;
    }
    const line = low + 1;
    let { offset: from, column } = this.last;
    if (this.last.line !== line || from > offset) [from, column] = [this.starts[low], 1];
    for (; from < offset; from += 1) {
      const unit = this.text.charCodeAt(from);
      // The second half of a pair is no character of its own.
      if (unit < 0xdc00 || unit > 0xdfff) column += 1;
    }
    this.last = { offset, column, line };
    return { line, column };
  }

  /** The line of that number, as offsets without its line break. */
  line(number) {
    const start = this.starts[number - 1];
    const next = this.starts[number];
    const end = next === undefined ? this.text.length : next - 1;
    return [start, this.text[end - 1] === "\r" ? end - 1 : end];
  }

  /** The first line of a place in three parts: before it, itself, after it. What is too long is cut. */
  excerpt({ start, end }) {
    const { line } = this.at(start);
    const [from, to] = this.line(line);
    const stop = Math.max(Math.min(end, to), start);
    const [head, tail] = [Math.max(from, start - BEFORE), Math.min(to, stop + AFTER)];
    const marked = stop - start > MARKED ? `${this.text.slice(start, start + MARKED)}…` : this.text.slice(start, stop);
    const before = this.text.slice(head, start);
    return {
      line,
      before: visible(head > from ? `…${before}` : before.trimStart() === "" ? "" : before),
      indent: head > from ? 0 : before.length - before.trimStart().length,
      marked: visible(marked),
      after: visible(`${this.text.slice(stop, tail)}${tail < to || end > to ? "…" : ""}`),
    };
  }
}

/** The text with what would steer a line made visible, a character for a character. */
export function visible(text) {
  return text
    .replace(/\t/g, " ")
    .replace(/[\0-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/\x7f/g, "\u2421")
    .replace(
      /[\x80-\x9f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu,
      "\ufffd",
    );
}

/** How many findings of which severity. */
export function counts({ findings }) {
  const of = (severity) => findings.filter((finding) => finding.severity === severity).length;
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, of(severity)]));
}

/** How many findings of which severity, and at which version. */
export function resultWords(report) {
  const found = counts(report);
  const parts = SEVERITIES.filter((one) => found[one]).map((one) => counted(found[one], one));
  return `${parts.length ? listed(parts) : "nothing to complain of"} at Kubernetes ${shownVersion(report.target)}`;
}

/** How much was read: a silence means something only where something was. */
export function readWords(facts, { coverage }, read, skipped = 0) {
  const left = skipped ? `; ${counted(skipped, "file")} without text left out` : "";
  if (!coverage.settings) return `no gate is set in ${counted(read, "file")}: there was nothing to judge${left}`;
  const places = coverage.places.map(([place, files]) => {
    const title = facts.places.get(place);
    return files === 1 ? title : `${title} (${files} files)`;
  });
  const files = coverage.files === read ? counted(read, "file") : `${coverage.files} of ${counted(read, "file")}`;
  return `read ${counted(coverage.settings, "gate")} in ${files}: ${listed(places)}${left}`;
}

/** What the component says because of a finding: how to call that, and its words. */
export function printed({ prints, severity, rule, components }) {
  if (prints === null) return null;
  const who = components.length ? listed(components) : "the component";
  if (severity === "error") return [`what stops ${who}`, prints];
  return [rule === "unconfirmed-gate" ? `what would stop ${who}` : `what ${who} logs`, prints];
}

function notes(finding) {
  const said = printed(finding);
  const keps = finding.keps.map(({ number, title, risk }) => {
    return `KEP-${number} ${title}${risk ? `, risk ${risk}: kepdb show ${number}` : ""}`;
  });
  return [...(said ? [said.join(": ")] : []), ...keps];
}

/** `beta, on, locked`. */
function settingWords({ stage, default: on, locked }) {
  return `${stage}, ${on === null ? "not recorded" : on ? "on" : "off"}${locked ? ", locked" : ""}`;
}

/** What a gate that turns by itself is at the target. */
export function stateWords(facts, report, finding) {
  const gate = gateOf(facts, finding.gate);
  const state = gate && stateAt(gate, report.target).setting;
  return state ? settingWords(state) : "";
}

/** How much harm the feature can do: the worst of its KEPs. */
export function worstRisk({ keps }) {
  return ["high", "medium", "low"].find((level) => keps.some(({ risk }) => risk === level)) ?? "";
}

/** The gates that turn by themselves, in two groups. */
export function flipGroups(report) {
  const groups = [["flips-on", "Turns on by itself"], ["flips-off", "Turns off by itself"]];
  return groups
    .map(([rule, title]) => ({ rule, title, findings: report.findings.filter((finding) => finding.rule === rule) }))
    .filter(({ findings }) => findings.length);
}

const oneLine = (text) => visible(/[\n\r\t]/.test(text) ? text.split(/\s+/).filter(Boolean).join(" ") : text);
const escape = (text) => oneLine(text).replace(/[\\\x60*_[\]<>|~&#]/g, "\\$&");
const bytes = (text) => new TextEncoder().encode(text).length;
const tableRow = (cells) => `| ${cells.join(" | ")} |\n`;

const MARKS = { error: "❌ error", warning: "⚠️ warning", info: "ℹ️ info" };

/** The report for a comment on a pull request, as `kepdb check --format markdown` writes it. */
export function markdown(facts, report, sources, read, skipped = 0) {
  const { target, from, findings } = report;
  const coming = from === null ? "" : `, coming from ${shownVersion(from)}`;
  let out = `## Feature gates at Kubernetes ${shownVersion(target)}${coming}\n\n`;
  out += `${escape(resultWords(report))}; ${escape(readWords(facts, report, read, skipped))}.\n`;
  const place = ({ spot }) => {
    if (!spot) return "";
    const { name, places } = sources[spot.file];
    return escape(`${name}:${places.at(spot.start).line}`);
  };
  const listedFindings = findings.filter((finding) => !isFlip(finding));
  if (listedFindings.length) {
    out += "\n| | Rule | Where | What | What to do |\n| --- | --- | --- | --- | --- |\n";
    let size = bytes(out);
    for (const [position, finding] of listedFindings.entries()) {
      const label = finding.label ? `: ${finding.label}` : "";
      const what = [`${finding.message}${label}`, ...notes(finding)].map(escape).join("<br>");
      const cells = [MARKS[finding.severity], finding.rule, place(finding), what, escape(finding.help ?? "")];
      const row = tableRow(cells);
      size += bytes(row);
      if (size > LONGEST) {
        out += `\n${listedFindings.length - position} more findings are not listed.\n`;
        break;
      }
      out += row;
    }
  }
  const groups = flipGroups(report);
  if (from === null || !groups.length) return out;
  out += `\n## ${escape(`What changes from ${shownVersion(from)} to ${shownVersion(target)} without being set`)}\n`;
  const heads = ["Gate", "With", "Then", "Components", "KEP", "Risk"];
  for (const { title, findings: rows } of groups) {
    out += `\n### ${title} (${rows.length})\n\n${tableRow(heads)}${tableRow(heads.map(() => "---"))}`;
    for (const finding of rows) {
      const { gate, since, components, keps } = finding;
      const words = components.length ? components.join(" ") : "not recorded";
      const numbers = keps.map(({ number }) => number).join(" ");
      const state = stateWords(facts, report, finding);
      out += tableRow([gate, shownVersion(since), state, words, numbers, worstRisk(finding)].map(escape));
    }
  }
  return out;
}

const NOWHERE = { file: null, line: null, column: null, end_line: null, end_column: null };

/** The report as `kepdb check --format json` writes it. */
export function json(report, sources, read, skipped = 0) {
  const text = (number) => (number === null ? null : shownVersion(number));
  const where = (spot) => {
    if (!spot) return NOWHERE;
    const { name, places } = sources[spot.file];
    const [start, end] = [places.at(spot.start), places.at(spot.end)];
    return { file: name, line: start.line, column: start.column, end_line: end.line, end_column: end.column };
  };
  const found = counts(report);
  return {
    version: 1,
    target: text(report.target),
    from: text(report.from),
    findings: report.findings.map(({ spot, related, keps, since, ...rest }) => ({
      ...rest,
      ...where(spot),
      since: text(since),
      keps: keps.map(({ number, slug, title, risk }) => ({ number, slug, title, risk })),
      related: related.map((other) => ({ ...where(other.spot), label: other.text })),
    })),
    ignored: [],
    summary: { errors: found.error, warnings: found.warning, infos: found.info, ignored: 0 },
    read: {
      files: read,
      skipped,
      files_with_gates: report.coverage.files,
      gates: report.coverage.settings,
      places: report.coverage.places.map(([place, files]) => ({ place, files })),
    },
  };
}
