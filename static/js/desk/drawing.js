// The bar above the map while somebody draws a place.

import { h } from "../ui/dom.js";
import { cornersOf } from "../data/corners.js";
import { action, fromText } from "./controls.js";

const SHAPES = [
  { value: "Point", label: "a point" },
  { value: "LineString", label: "a line" },
  { value: "Polygon", label: "an area" },
];

export function draw(desk, wanted = null) {
  const { current, parts, map } = desk;
  if (current?.type !== "mention") return;
  const { row } = current;
  // What is there already is taken up, to be dragged; a province has too many corners for that.
  const shape = desk.model.shapeOf(row);
  const isTakenUp = cornersOf(shape).length > 0;
  const kind = wanted ?? (isTakenUp ? shape.type : "Polygon");
  const done = action(
    "Done",
    "",
    () => {
      const geometry = map.pen.finish();
      if (!geometry) return;
      desk.leaveDrawing();
      desk.deciding.decide("draw_mention", row, { geometry });
    },
    { kind: "is-main", isDisabled: true },
  );
  const said = h("p", { class: "hint", role: "status" });
  parts.drawing.replaceChildren(
    h("strong", {}, "Draw “", fromText(desk.model.article, row.quote), "”"),
    h(
      "div",
      { class: "chips", role: "group", "aria-label": "Shape" },
      SHAPES.map(({ value, label }) =>
        h(
          "button",
          {
            type: "button",
            class: "chip",
            "aria-pressed": String(value === kind),
            click: () => draw(desk, value),
          },
          label,
        ),
      ),
    ),
    done,
    action("Remove the last corner", "", () => map.pen.removeLast()),
    action("Cancel", "Esc", () => desk.leaveDrawing()),
    said,
  );
  parts.drawing.hidden = false;
  const show = ({ corners, isComplete }) => {
    done.disabled = !isComplete;
    said.textContent =
      corners === 0
        ? "Click on the map; with the keyboard, move the map with the arrows and press Enter."
        : `${corners === 1 ? "1 corner" : `${corners} corners`}; drag one to move it.`;
  };
  map.pen.start(kind, show, isTakenUp && shape.type === kind ? shape : null);
  map.map.getContainer().focus({ preventScroll: true });
}
