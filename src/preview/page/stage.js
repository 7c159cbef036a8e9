// The card on its screens, and what there is to say about it.

const PHONE = { width: 393, height: 852, border: 9 };
// The narrowest window of a desktop, and what stands between two screens.
const [DESKTOP, GAP] = [420, 20];

class Stage {
  // `on` as for frames, and `filter(tag)`, `open(what)`.
  constructor(on) {
    this.on = on;
    this.holder = document.getElementById("frames");
    this.panel = document.getElementById("panel");
    this.about = document.getElementById("about");
    this.frames = [];
    this.card = null;
    this.side = "question";
    this.known = new Map();
    new ResizeObserver(() => this.fit()).observe(this.holder);
  }

  // Makes the screens: one for each device in each light.
  screens(devices, lights) {
    const key = `${devices} ${lights}`;
    if (key === this.key) return;
    this.key = key;
    this.frames = devices.flatMap((device) => lights.map((light) => new Frame(device, light === "night", this.on)));
    this.holder.replaceChildren(...devices.map((device) => {
      const group = node("div", `group ${device}`);
      group.append(...this.frames.filter((frame) => frame.device === device).map((frame) => frame.element));
      return group;
    }));
    this.fit();
    this.paint();
  }

  // A phone is as large as there is room for, and never larger than it is.
  fit() {
    const phones = this.frames.filter((frame) => frame.device === "phone").length;
    const beside = phones < this.frames.length ? DESKTOP + GAP : 0;
    const width = (this.holder.clientWidth - 2 * GAP - beside) / Math.max(1, phones) - GAP - 2 * PHONE.border;
    const height = this.holder.clientHeight - 48 - 2 * PHONE.border;
    const scale = Math.max(0.5, Math.min(1, height / PHONE.height, width / PHONE.width));
    this.holder.style.setProperty("--scale", scale);
  }

  // Both sides of a card, asked for once.
  sides(card) {
    if (!this.known.has(card.id)) {
      const asked = source.sides(card);
      asked.catch(() => this.known.delete(card.id));
      this.known.set(card.id, asked);
    }
    return this.known.get(card.id);
  }

  // Takes a new deck: what was asked for may be old.
  renew(outline) {
    this.outline = outline;
    this.known.clear();
  }

  async show(card, side) {
    [this.card, this.side] = [card, side];
    this.panel.hidden = true;
    this.holder.hidden = false;
    await this.paint();
  }

  async paint() {
    const { card, side, frames } = this;
    if (!card) return;
    const sides = await this.sides(card);
    // Another one was chosen meanwhile.
    if (card !== this.card || side !== this.side) return;
    const css = this.outline.styles[card.style];
    await Promise.all(frames.map((frame) => frame.show(card, sides[side], css, side)));
    this.holder.dataset.shown = `${card.id} ${side}`;
  }

  // Shows something that is no card.
  say(...nodes) {
    this.card = null;
    delete this.holder.dataset.shown;
    this.holder.hidden = true;
    this.panel.hidden = false;
    this.panel.replaceChildren(...nodes);
  }

  // The strip below the card: where it stands, how it was read, what was found.
  tell(card) {
    this.about.replaceChildren();
    if (!card) return;
    const facts = node("p", "facts");
    facts.append(place(`${card.file}:${card.line}`, () => this.on.open({ card: card.id })));
    facts.append(node("span", "shape", [`read as ${card.shape}`, card.kind].filter(Boolean).join(", ")));
    for (const tag of card.tags) {
      const button = node("button", "tag", tag);
      button.type = "button";
      button.title = "Show the cards with this tag";
      button.onclick = () => this.on.filter(tag);
      facts.append(button);
    }
    this.about.append(facts);
    const findings = card.findings.map((at) => [at, this.outline.findings[at]]);
    if (!findings.length) return;
    const list = node("ul", "findings");
    list.append(...findings.map(([at, finding]) => {
      const item = node("li");
      item.append(mark(finding.severity), " ", place(`${finding.line ?? "file"}`, () => this.on.open({ finding: at })), " ");
      item.append(node("span", "message", finding.message), " ", node("code", "", finding.code));
      item.title = finding.meaning;
      if (finding.help) item.append(node("p", "help", finding.help));
      return item;
    }));
    this.about.append(list);
  }

  // A finding that is on no card.
  finding(at) {
    const finding = this.outline.findings[at];
    const article = node("article", "finding");
    const title = node("h2");
    title.append(mark(finding.severity), " ", finding.message);
    article.append(title, node("p", "meaning", finding.meaning));
    const where = finding.line ? `${finding.file}:${finding.line}:${finding.column}` : finding.file;
    const line = node("p");
    line.append(place(where, () => this.on.open({ finding: at })));
    article.append(line);
    if (finding.text.trim()) {
      const code = node("pre");
      code.append(node("code", "", finding.text));
      article.append(code);
    }
    if (finding.help) article.append(node("p", "help", finding.help));
    const more = node("p", "more");
    more.append(node("code", "", `recto explain ${finding.code}`), " says more.");
    article.append(more);
    this.say(article);
    this.about.replaceChildren();
  }
}

// A place in the documents: a button where there is an editor to open it in.
function place(text, open) {
  if (!source.canOpen) return node("span", "place", text);
  const button = node("button", "place", text);
  button.type = "button";
  button.title = "Open in the editor (e)";
  button.onclick = open;
  return button;
}
