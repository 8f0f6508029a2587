// Map, list or table: links that work by themselves, followed without loading the page.

export class ShowSwitch {
  constructor(element, { onShow }) {
    this.links = [...(element?.querySelectorAll("a") ?? [])];
    for (const link of this.links) {
      link.addEventListener("click", (click) => {
        if (click.metaKey || click.ctrlKey || click.shiftKey || click.button) return;
        click.preventDefault();
        onShow(link.dataset.show);
      });
    }
  }

  /** `addressOf(show)` is where a link leads when it is opened elsewhere. */
  show(current, addressOf) {
    for (const link of this.links) {
      link.href = addressOf(link.dataset.show);
      if (link.dataset.show === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }
}
