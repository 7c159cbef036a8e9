// A card in a frame of its own, with the classes that Anki's reviewers put around it. No script runs in there.

const CLIENTS = {
  desktop: { name: "Desktop", html: "desktop", content: "qa" },
  phone: { name: "Phone", html: "mobile android linux js", content: "content" },
};
const SYSTEM = /Mac/.test(navigator.platform) ? "isMac" : /Win/.test(navigator.platform) ? "isWin" : "isLin";
const TRIANGLE = '<svg viewBox="0 0 40 40" aria-hidden="true"><circle cx="20" cy="20" r="18" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M15 12l14 8-14 8z" fill="currentColor"/></svg>';

class Frame {
  // `on` is told of what happens in the frame: flip(), forward(), back(), key(event).
  constructor(device, night, on) {
    this.device = device;
    this.client = CLIENTS[device];
    this.night = night;
    this.on = on;
    this.shown = "";
    const light = night ? "night" : "day";
    this.element = document.createElement("figure");
    this.element.className = `device ${device} ${light}`;
    this.view = document.createElement("iframe");
    this.view.title = `The card on a ${device}, by ${light}`;
    this.view.sandbox = "allow-same-origin";
    const caption = document.createElement("figcaption");
    caption.textContent = `${this.client.name}, ${light}`;
    this.screen = document.createElement("div");
    this.screen.className = "screen";
    this.screen.append(this.view);
    this.element.append(this.screen, caption);
    this.ready = new Promise((done) => this.view.addEventListener("load", () => done(this.prepare()), { once: true }));
    const style = document.getElementById("frame-style").innerHTML;
    this.view.srcdoc = `<!doctype html><html dir="ltr"><head><meta charset="utf-8"><style>${style}</style></head><body><div id="${this.client.content}"></div></body></html>`;
  }

  prepare() {
    const page = this.view.contentDocument;
    const html = page.documentElement;
    html.className = this.client.html + (this.night && this.device === "desktop" ? " night-mode" : "");
    html.dataset.bsTheme = this.night ? "dark" : "light";
    if (this.device === "desktop") page.getElementById("qa").dir = "auto";
    page.addEventListener("click", (event) => this.click(event));
    page.addEventListener("keydown", (event) => this.on.key(event));
    let start = null;
    page.addEventListener("touchstart", (event) => {
      start = event.touches.length === 1 && !scrolls(event.target) ? event.touches[0] : null;
    }, { passive: true });
    page.addEventListener("touchend", (event) => {
      const end = event.changedTouches[0];
      const [x, y] = start ? [end.clientX - start.clientX, end.clientY - start.clientY] : [0, 0];
      if (Math.abs(x) < 50 || Math.abs(x) < 2 * Math.abs(y)) return;
      if (x < 0) this.on.forward();
      else this.on.back();
    }, { passive: true });
  }

  click(event) {
    const link = event.target.closest("a[href]");
    const sound = event.target.closest("[data-sound]");
    if (link || sound) event.preventDefault();
    if (sound) new Audio(sound.dataset.sound).play();
    else if (link) this.follow(link.getAttribute("href"));
    else if (!event.target.closest("summary, audio, video, input, button") && this.view.contentDocument.getSelection().isCollapsed) this.on.flip();
  }

  // Links within the card move there; those of the web open beside the page, as in Anki.
  follow(address) {
    if (address.startsWith("#")) this.scrollTo(decodeURIComponent(address.slice(1)));
    else if (/^(https?|mailto):/i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
  }

  // Shows a side. The same side of the same card again stays where it was scrolled to.
  async show(card, html, css, side) {
    await this.ready;
    const page = this.view.contentDocument;
    const content = page.getElementById(this.client.content);
    const night = !this.night ? "" : this.device === "desktop" ? " nightMode night_mode" : " night_mode";
    page.body.className = `card card${card.ord + 1}${this.device === "desktop" ? ` ${SYSTEM}` : ""}${night}`;
    const style = page.createElement("style");
    style.textContent = css.replace(/url\((['"]?)(?!data:)([^'")]+)\1\)/g, (_, quote, name) => `url("${source.media(name)}")`);
    const key = `${card.id} ${side}`;
    const [x, y] = key === this.shown ? [this.view.contentWindow.scrollX, this.view.contentWindow.scrollY] : [0, 0];
    content.replaceChildren(style, page.importNode(inert(html), true));
    this.view.contentWindow.scrollTo(x, y);
    if (key !== this.shown && side === "answer") this.scrollTo("answer");
    this.shown = key;
  }

  // The element's own method would scroll the page around the frame, too.
  scrollTo(id) {
    const view = this.view.contentWindow;
    const element = view.document.getElementById(id);
    if (!element) return;
    const margin = parseFloat(getComputedStyle(element).scrollMarginTop);
    view.scrollTo(0, element.getBoundingClientRect().top + view.scrollY - margin);
  }
}

// The HTML of a side as nodes that load and run nothing yet: media from their place, sounds as buttons, no scripts.
function inert(html) {
  const template = document.createElement("template");
  template.innerHTML = html.replace(/\[sound:([^\]]+)\]/g, (_, name) => {
    const address = source.media(name.replaceAll("&amp;", "&")).replaceAll('"', "&quot;");
    return `<a class="replay-button soundLink" href="#" role="button" aria-label="Play" data-sound="${address}">${TRIANGLE}</a>`;
  });
  for (const script of template.content.querySelectorAll("script, iframe, object, embed, link, meta, base")) script.remove();
  for (const element of template.content.querySelectorAll("[src]")) {
    const address = element.getAttribute("src");
    if (!/^(data:|https?:|\/\/)/i.test(address)) element.setAttribute("src", source.media(address));
  }
  return template.content;
}

// Whether an element or one around it scrolls sideways itself.
function scrolls(element) {
  for (let at = element; at; at = at.parentElement) {
    if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(getComputedStyle(at).overflowX)) return true;
  }
  return false;
}
