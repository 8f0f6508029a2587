// One event chosen: its card is opened where it can be seen, and what opened it gets the focus back.

const find = (id) => document.getElementById(id);
/** Pixels of a card that are enough to know it by. */
const GLIMPSE_PX = 220;

export class Selection {
  constructor(reader, around) {
    Object.assign(this, { reader, around });
  }

  /** `opener` is what the focus returns to: "map", "list" or "records". */
  choose(id, opener) {
    const { reader } = this;
    const { isEmbed, sheet } = reader;
    if (!reader.state.event) this.scrolled = find("rail-body").scrollTop;
    this.opener = opener;
    this.around.time.stop();
    reader.change({ event: id });
    reader.renderNow();
    const event = reader.selected();
    if (!event) return;
    if (!isEmbed) sheet.raise("half");
    if (reader.state.show === "map") reader.map.stage.reveal(event);
    this.uncover();
    if (!isEmbed || !sheet.isActive) find("card").focus({ preventScroll: true });
  }

  /** An event that came late, since the filters leave it out. */
  meet(event) {
    const { reader } = this;
    reader.renderNow();
    if (reader.state.show === "map" && !reader.state.view) reader.map.stage.reveal(event);
    this.uncover();
  }

  /** From the list or table: where there is no room for a card beside it, the event's own page is read. */
  chooseRecord(id) {
    const hasRoom = find("card").checkVisibility?.() || !this.reader.sheet.isNarrow;
    if (!hasRoom || !this.reader.store.find(id)) return false;
    this.choose(id, "records");
    return true;
  }

  showOnMap(id) {
    this.reader.change({ show: "map", sort: "", page: 1 });
    this.reader.renderNow();
    this.choose(id, "map");
  }

  /** On a desk the head of the rail stays; on a phone the sheet is too low for both. */
  uncover() {
    // Beside a story there is the text to read; its event is on the map.
    if (this.reader.state.step && !this.reader.address.isAway(this.reader.state)) return;
    const [body, card] = [find("rail-body"), find("card")];
    const end = body.scrollTop + body.clientHeight;
    const isSeen = card.offsetTop + GLIMPSE_PX < end && card.offsetTop > body.scrollTop;
    if (!isSeen || this.reader.sheet.isActive) body.scrollTop = card.offsetTop - 8;
  }

  close() {
    const { reader } = this;
    const { event: id } = reader.state;
    if (!id) return;
    reader.change({ event: null });
    reader.renderNow();
    if (reader.sheet.isActive && reader.isEmbed) reader.sheet.set("peek");
    find("rail-body").scrollTop = this.scrolled ?? 0;
    if (this.opener === "map") reader.map.stage.focus(id);
    else if (this.opener === "records") this.around.records.focus(id);
    else this.around.list.focus(id);
  }
}
