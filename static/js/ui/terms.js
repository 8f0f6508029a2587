// Under which terms a data set stands that events came from.

import { h, link } from "./dom.js";

/** The licence of a source or a data set, with a link where its terms are on the web. */
export function licenceOf({ licence, licence_url: address }, properties = {}) {
  const name = h("bdi", {}, licence);
  return address ? link(address, name, { rel: "license noopener", ...properties }) : name;
}

/** A data set as the corner of the map names it: "UCDP GED (CC BY 4.0)". */
export function dataSetOf(dataSet) {
  return [h("bdi", {}, dataSet.name), " (", licenceOf(dataSet, { target: "_blank" }), ")"];
}
