// Where the page has its deck from: the server, or the page itself where it is one file.

const served = (token) => {
  const json = async (path) => {
    const answer = await fetch(path);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  };
  return {
    canOpen: true,
    deck: () => json("/deck.json"),
    sides: (card) => json(`/card/${encodeURIComponent(card.id)}`),
    texts: () => json("/texts.json"),
    media: (name) => `/media/${encodeURIComponent(name)}`,
    // Opens a place in the author's editor. Gives what went wrong, if anything.
    async open(what) {
      const headers = { "X-Recto-Token": token, "Content-Type": "application/json" };
      const answer = await fetch("/open", { method: "POST", headers, body: JSON.stringify(what) });
      return answer.ok ? null : answer.text();
    },
    // Calls `changed` with the number of each version of the deck, and `lost` with whether the server is gone.
    listen(changed, lost) {
      const events = new EventSource("/events");
      events.onopen = () => lost(false);
      events.onerror = () => lost(true);
      events.onmessage = (event) => changed(Number(event.data));
    },
  };
};

const embedded = (data) => {
  const places = new Map(data.outline.cards.map((card, at) => [card.id, at]));
  const plain = (html) => {
    const template = document.createElement("template");
    template.innerHTML = html;
    return template.content.textContent;
  };
  return {
    canOpen: false,
    deck: async () => ({ version: 1, error: null, outline: data.outline }),
    sides: async (card) => data.sides[places.get(card.id)],
    texts: async () => data.sides.map((sides) => plain(sides.answer)),
    media: (name) => data.media[name] ?? "data:,",
    listen: (changed) => changed(1),
  };
};

const source = (() => {
  const data = document.getElementById("data");
  if (data) return embedded(JSON.parse(data.textContent));
  return served(document.querySelector("meta[name=recto-token]").content);
})();
