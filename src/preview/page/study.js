// A queue as in Anki: cards that were not known come again soon. Nothing of it is kept.

// Cards between a card that was not known and its return.
const SOON = 4;

class Study {
  constructor(ids) {
    this.queue = [...ids];
    this.seen = 0;
    this.again = new Set();
    this.good = 0;
    this.total = ids.length;
  }

  get current() {
    return this.queue[0] ?? null;
  }

  answer(isGood) {
    const id = this.queue.shift();
    this.seen += 1;
    if (isGood) this.good += 1;
    else {
      this.again.add(id);
      this.queue.splice(SOON, 0, id);
    }
  }

  // Leaves out cards that are gone.
  keep(exists) {
    const gone = this.queue.filter((id) => !exists(id)).length;
    this.queue = this.queue.filter(exists);
    this.total -= gone;
  }

  get progress() {
    return `${this.good} of ${this.total} known`;
  }

  // What is said in the end.
  get summary() {
    const again = this.again.size;
    const cards = (number) => (number === 1 ? "1 card" : `${number} cards`);
    if (!again) return `You knew all ${cards(this.total)} at once.`;
    return `${cards(this.total)}, ${again} of them not known at first.`;
  }
}
