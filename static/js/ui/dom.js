// Elements from plain objects; data only ever becomes text or an attribute.

const SVG = "http://www.w3.org/2000/svg";

/** `h("a", { class: "button", href }, "words")`; functions among the properties become listeners. */
export function h(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(
    ...children.flat(Infinity).filter((child) => child != null && child !== false && child !== ""),
  );
  return element;
}

/** A kind's symbol: the page's sprite, drawn as a halo and a shape. */
export function symbol(group, size = 20) {
  return svg(
    "svg",
    {
      class: `symbol group-${group}`,
      viewBox: "0 0 20 20",
      width: size,
      height: size,
      "aria-hidden": "true",
      focusable: "false",
    },
    svg("use", { class: "halo", href: `#shape-${group}` }),
    svg("use", { class: "shape", href: `#shape-${group}` }),
  );
}

/** Only links that lead somewhere on the web: an address from data may be anything. */
export function link(href, text, properties = {}) {
  if (!/^(https?:\/\/|\/)/i.test(href ?? "")) return text;
  return h("a", { href, rel: "noopener", ...properties }, text);
}
