// What is wrong with the card on the page, as an object of lists of sentences and of counts. Runs in the page.
() => {
  const READABLE = 4.5, FINGER = 40, SMALLEST = 11;
  const card = document.querySelector("#qa, #content");
  const found = { overflow: [], contrast: [], images: [], small: [], taps: [], clipped: [], formulas: [] };
  const count = { texts: 0, images: card.querySelectorAll("img").length, formulas: card.querySelectorAll("mjx-container").length };

  const pen = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const colours = new Map();
  function rgba(text) {
    if (!colours.has(text)) {
      pen.clearRect(0, 0, 1, 1);
      pen.fillStyle = text;
      pen.fillRect(0, 0, 1, 1);
      const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data;
      colours.set(text, [r, g, b, a / 255]);
    }
    return colours.get(text);
  }
  const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a), 1];
  // Relative luminance and contrast as WCAG 2 defines them.
  function luminance(colour) {
    const [r, g, b] = colour.map((c) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  }
  function contrast(a, b) {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x);
    return (light + 0.05) / (dark + 0.05);
  }
  function ground(element) {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.push(rgba(getComputedStyle(at).backgroundColor));
    return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255, 1]);
  }
  function opacity(element) {
    let value = 1;
    for (let at = element; at; at = at.parentElement) value *= Number(getComputedStyle(at).opacity);
    return value;
  }
  const name = (element) =>
    element.tagName.toLowerCase() + (element.className ? "." + String(element.className).replaceAll(" ", ".") : "");
  const excerpt = (text) => JSON.stringify(text.trim().slice(0, 40));

  function readable(element, style, text) {
    count.texts += 1;
    const below = style === getComputedStyle(element) ? ground(element) : over(rgba(style.backgroundColor), ground(element));
    const [r, g, b, a] = rgba(style.color);
    const ratio = contrast(over([r, g, b, a * opacity(element)], below), below);
    if (ratio < READABLE) found.contrast.push(`${ratio.toFixed(2)} ${name(element)} ${excerpt(text)} ${style.color} on ${below.slice(0, 3).map(Math.round)}`);
    const floor = element.closest("sub, sup, mjx-container") ? 8 : SMALLEST;
    const size = parseFloat(style.fontSize);
    if (size < floor) found.small.push(`${size}px ${name(element)} ${excerpt(text)}`);
  }

  for (const details of card.querySelectorAll("details")) details.open = true;

  for (const element of [document.body, ...card.querySelectorAll("*")]) {
    if (!element.checkVisibility() || element.closest("svg")) continue;
    const style = getComputedStyle(element);
    const own = [...element.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.data).join("");
    if (own.trim() && element !== document.body) readable(element, style, own);
    for (const pseudo of ["::before", "::after", "::marker"]) {
      const painted = getComputedStyle(element, pseudo);
      const marked = pseudo === "::marker" && style.display === "list-item" && style.listStyleType !== "none";
      const written = pseudo !== "::marker" && !["none", "normal", '""'].includes(painted.content);
      if (marked || written) readable(element, painted, `${pseudo} ${marked ? "" : painted.content}`);
    }
  }

  const width = document.documentElement.clientWidth;
  const page = document.scrollingElement.scrollWidth;
  if (page > width) found.overflow.push(`the page is ${page}px wide`);
  const scrolls = (element) => {
    for (let at = element.parentElement; at && at !== card; at = at.parentElement)
      if (["auto", "scroll"].includes(getComputedStyle(at).overflowX)) return true;
    return false;
  };
  for (const element of card.querySelectorAll("*")) {
    if (!element.checkVisibility() || element.closest("svg, mjx-assistive-mml")) continue;
    const box = element.getBoundingClientRect();
    if ((box.right > width + 0.5 || box.left < -0.5) && box.width && !scrolls(element))
      found.overflow.push(`${name(element)} from ${Math.round(box.left)} to ${Math.round(box.right)} of ${width}px`);
    const style = getComputedStyle(element);
    if (style.overflowY === "hidden" && element.scrollHeight > element.clientHeight + 1)
      found.clipped.push(`${name(element)} shows ${element.clientHeight} of ${element.scrollHeight}px`);
  }

  for (const image of card.querySelectorAll("img")) {
    if (!image.complete || !image.naturalWidth) found.images.push(`not loaded: ${image.getAttribute("src")}`);
    else if (!(image.hasAttribute("width") && image.hasAttribute("height"))) {
      const skew = image.clientWidth / image.clientHeight / (image.naturalWidth / image.naturalHeight);
      if (Math.abs(skew - 1) > 0.1) found.images.push(`out of shape: ${image.getAttribute("src")} ${image.clientWidth}×${image.clientHeight}`);
    }
  }
  // A formula that MathJax cannot read stays as text, or is painted red.
  for (const error of card.querySelectorAll("mjx-merror, mjx-mtext[style*=red]"))
    found.formulas.push(error.closest("mjx-container").querySelector("math").textContent);
  const texts = document.createTreeWalker(card, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data, parentElement } = texts.currentNode;
    if (/\\[([]/.test(data) && !parentElement.closest("code, pre, .mathjax_ignore")) found.formulas.push(excerpt(data));
  }

  for (const target of card.querySelectorAll("summary, audio, video")) {
    const { height } = target.getBoundingClientRect();
    if (height < FINGER) found.taps.push(`${name(target)} is ${Math.round(height)}px high`);
  }

  // Letters in a full line of Latin text, taken from its longest paragraph.
  let measure = null;
  const paragraphs = [...card.querySelectorAll(".answer > p")].filter((p) => /^[\x20-\x7e\s]{200,}$/.test(p.textContent) && !p.querySelector("code, img, mjx-container"));
  for (const paragraph of paragraphs) {
    const range = document.createRange();
    range.selectNodeContents(paragraph);
    const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.bottom / 8))).size;
    const letters = Math.round(paragraph.textContent.replace(/\s+/g, " ").length / (lines - 0.5));
    if (lines > 2) measure = Math.max(measure ?? 0, letters);
  }
  return { found, count, measure };
}
