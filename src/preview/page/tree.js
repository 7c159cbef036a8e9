// The author's parts with their cards, and the findings that are on no card, where they stand. Only the rows in sight are
// on the page, so that ten thousand cards are as quick as ten.

// Pixels: of a part, of a row whose title has one line, and of one that has two.
const HEIGHT = { part: 34, one: 30, two: 46 };
const MARKS = { error: "✕", warning: "!", note: "i" };

class Tree {
  // `on.select(row)` is called when another row is chosen, `on.click(row)` if it was by a click, `on.open(row)` when the
  // line beside it is clicked.
  constructor(element, on) {
    this.element = element;
    this.holder = element.firstElementChild;
    this.on = on;
    this.folded = new Set();
    this.all = this.rows = [];
    this.places = new Map();
    this.tops = [0];
    this.selected = null;
    element.addEventListener("scroll", () => this.paint(), { passive: true });
    element.addEventListener("click", (event) => this.click(event));
    element.addEventListener("keydown", (event) => this.key(event));
    this.pen = document.createElement("canvas").getContext("2d");
    new ResizeObserver(() => {
      this.lay();
      this.paint();
    }).observe(element);
  }

  // Shows an outline's cards and findings for which the two functions hold.
  fill(outline, showsCard, showsFinding) {
    const kept = this.offset();
    this.outline = outline;
    this.all = this.gather(showsCard, showsFinding);
    this.lay();
    if (kept !== null) this.scrollTo(this.selected, kept);
    this.paint();
  }

  // All rows in the order of the documents, with the parts above them and their numbers.
  gather(showsCard, showsFinding) {
    const { parts, cards, findings } = this.outline;
    const loose = new Map();
    findings.forEach((finding, at) => {
      if (finding.before === null || !showsFinding(finding)) return;
      if (!loose.has(finding.before)) loose.set(finding.before, []);
      loose.get(finding.before).push(at);
    });
    const path = (part) => (part === null ? [] : [...path(parts[part].parent), part]);
    const paths = parts.map((_, part) => path(part));
    const rows = [];
    const same = new Map();
    let above = [];
    const enter = (part) => {
      const wanted = part === null ? [] : paths[part];
      let shared = 0;
      while (shared < above.length && above[shared].part === wanted[shared]) shared += 1;
      above = above.slice(0, shared);
      for (const part of wanted.slice(shared)) {
        const key = `part ${wanted.slice(0, above.length + 1).map((at) => parts[at].title).join(" / ")}`;
        const row = { kind: "part", key, part, level: above.length + 1, title: parts[part].title, number: 0, found: null, above: above.at(-1) ?? null };
        rows.push(row);
        above.push(row);
      }
    };
    const note = (severity) => {
      for (const row of above) row.found = worse(row.found, severity);
    };
    const put = (before, part) => {
      for (const at of loose.get(before) ?? []) {
        enter(part);
        const finding = findings[at];
        const key = `finding ${finding.code} ${finding.file} ${finding.message}`;
        const number = (same.get(key) ?? 0) + 1;
        same.set(key, number);
        rows.push({ kind: "finding", key: `${key} ${number}`, finding: at, level: above.length + 1, title: finding.message, line: finding.line, found: finding.severity, above: above.at(-1) ?? null });
        note(finding.severity);
      }
    };
    cards.forEach((card, at) => {
      put(at, cards[at - 1]?.file === card.file ? cards[at - 1].part : card.part);
      if (!showsCard(card, at)) return;
      enter(card.part);
      const found = card.findings.map((finding) => findings[finding].severity).reduce(worse, null);
      rows.push({ kind: "card", key: card.id, card: at, level: above.length + 1, title: card.title, line: card.line, found, above: above.at(-1) ?? null, after: card.kind });
      for (const row of above) row.number += 1;
      note(found);
    });
    put(cards.length, cards.at(-1)?.part ?? null);
    return rows;
  }

  // The rows that no folded part hides, and where they stand.
  lay() {
    const hidden = (row) => row !== null && (this.folded.has(row.key) || hidden(row.above));
    this.rows = this.all.filter((row) => !hidden(row.above));
    this.tops = [0];
    this.pen.font = `13.5px ${getComputedStyle(this.element).fontFamily}`;
    for (const row of this.rows) this.tops.push(this.tops.at(-1) + this.height(row));
    this.places = new Map(this.rows.map((row, at) => [row.key, at]));
    const groups = new Map();
    for (const row of this.rows) {
      const group = groups.get(row.above) ?? groups.set(row.above, []).get(row.above);
      group.push(row);
      row.place = group.length;
      row.siblings = group;
    }
    this.holder.style.height = `${this.tops.at(-1)}px`;
  }

  // What follows from the width of its title, without laying it out.
  height(row) {
    if (row.kind === "part") return HEIGHT.part;
    row.width ??= this.pen.measureText(`${row.title} ${row.after ?? ""}`).width * 1.03;
    const room = this.element.clientWidth - 52 - 14 * (row.level - 1) - (row.found ? 23 : 0);
    return row.width < room ? HEIGHT.one : HEIGHT.two;
  }

  at(height) {
    let [low, high] = [0, this.rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.tops[middle + 1] <= height) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  paint() {
    const { scrollTop, clientHeight } = this.element;
    const [first, last] = [Math.max(0, this.at(scrollTop) - 6), Math.min(this.rows.length, this.at(scrollTop + clientHeight) + 7)];
    this.holder.replaceChildren(...this.rows.slice(first, last).map((row, at) => this.row(row, first + at)));
    const selected = this.places.get(this.selected);
    if (selected >= first && selected < last) this.element.setAttribute("aria-activedescendant", `row-${selected}`);
    else this.element.removeAttribute("aria-activedescendant");
  }

  row(row, at) {
    const element = node("div", `row ${row.kind}`);
    element.id = `row-${at}`;
    element.dataset.at = at;
    element.style.cssText = `top: ${this.tops[at]}px; height: ${this.tops[at + 1] - this.tops[at]}px; --level: ${row.level}`;
    element.setAttribute("role", "treeitem");
    element.setAttribute("aria-level", row.level);
    element.setAttribute("aria-setsize", row.siblings.length);
    element.setAttribute("aria-posinset", row.place);
    element.setAttribute("aria-selected", row.key === this.selected);
    if (row.kind === "part") {
      element.setAttribute("aria-expanded", !this.folded.has(row.key));
      element.append(node("span", "fold"));
    }
    const title = node("span", "title", row.title);
    title.dir = "auto";
    if (row.after) title.append(" ", node("small", "", row.after));
    element.append(title);
    const tells = row.kind !== "part" || this.folded.has(row.key);
    if (tells && row.found && row.found !== "note") element.append(mark(row.found));
    if (row.kind === "part") element.append(node("span", "number", row.number || ""));
    else if (row.line) {
      const line = node("span", source.canOpen ? "line open" : "line", row.line);
      line.title = source.canOpen ? "Open this line in the editor" : "Line in the document";
      element.append(line);
    }
    return element;
  }

  select(key, { quiet = false, reveal = true } = {}) {
    this.selected = key;
    const row = this.all.find((row) => row.key === key);
    for (let part = row?.above ?? null; part && reveal; part = part.above) {
      if (this.folded.delete(part.key)) this.lay();
    }
    if (reveal) this.scrollTo(key);
    this.paint();
    if (row && !quiet) this.on.select(row);
  }

  // How far the selected row stands below the upper edge; nothing if it is out of sight.
  offset() {
    const at = this.places.get(this.selected);
    const offset = at === undefined ? null : this.tops[at] - this.element.scrollTop;
    return offset !== null && offset > -HEIGHT.two && offset < this.element.clientHeight ? offset : null;
  }

  scrollTo(key, offset = null) {
    const at = this.places.get(key);
    if (at === undefined) return;
    const [top, bottom] = [this.tops[at], this.tops[at + 1]];
    const { scrollTop, clientHeight } = this.element;
    if (offset !== null) this.element.scrollTop = top - offset;
    else if (top < scrollTop + HEIGHT.part) this.element.scrollTop = top - HEIGHT.part;
    else if (bottom > scrollTop + clientHeight - HEIGHT.part) this.element.scrollTop = bottom - clientHeight + HEIGHT.part;
  }

  fold(row, folded = !this.folded.has(row.key)) {
    if (folded) this.folded.add(row.key);
    else this.folded.delete(row.key);
    this.lay();
    this.paint();
  }

  // The nearest row in that direction for which `wanted` holds.
  step(by, wanted = () => true) {
    const from = this.places.get(this.selected) ?? (by > 0 ? -1 : this.rows.length);
    for (let at = from + by; at >= 0 && at < this.rows.length; at += by) {
      if (wanted(this.rows[at])) return this.select(this.rows[at].key);
    }
  }

  click(event) {
    const at = event.target.closest("[data-at]")?.dataset.at;
    const row = this.rows[at];
    if (!row) return;
    if (row.kind === "part") this.fold(row);
    this.select(row.key, { reveal: false });
    if (event.target.closest(".line.open")) this.on.open(row);
    else this.on.click(row);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const row = this.rows[this.places.get(this.selected)];
    const page = Math.max(1, Math.floor(this.element.clientHeight / HEIGHT.two) - 1);
    const keys = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      Home: () => this.rows[0] && this.select(this.rows[0].key),
      End: () => this.rows.length && this.select(this.rows.at(-1).key),
      PageDown: () => this.rows.length && this.select(this.rows[Math.min(this.rows.length - 1, (this.places.get(this.selected) ?? 0) + page)].key),
      PageUp: () => this.rows.length && this.select(this.rows[Math.max(0, (this.places.get(this.selected) ?? 0) - page)].key),
    };
    if (row?.kind === "part") {
      keys.ArrowRight = () => (this.folded.has(row.key) ? this.fold(row, false) : this.step(1));
      keys.ArrowLeft = () => this.fold(row, true);
      keys.Enter = keys[" "] = () => this.fold(row);
    }
    if (!keys[event.key]) return;
    event.preventDefault();
    event.stopPropagation();
    keys[event.key]();
  }
}

function worse(a, b) {
  const order = [null, "note", "warning", "error"];
  return order.indexOf(b) > order.indexOf(a) ? b : a;
}

function mark(severity) {
  const element = node("span", `mark ${severity}`, MARKS[severity]);
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", severity);
  return element;
}

// An element with a class and a text.
function node(name, className, text = "") {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (text !== "") element.textContent = text;
  return element;
}
