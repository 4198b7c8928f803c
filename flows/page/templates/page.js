"use strict";
// Tables sort by their heads; the deals filter by type and word.
function sortBy(table, index, descending) {
  const key = (body) => body.rows[0].cells[index].dataset.key;
  const isEmpty = (text) => text === "" || text === "–";
  const compare = (a, b) => {
    if (isEmpty(a) || isEmpty(b)) return isEmpty(a) - isEmpty(b);
    const order = isNaN(a) || isNaN(b) ? a.localeCompare(b) : a - b;
    return descending ? -order : order;
  };
  const bodies = [...table.tBodies].sort((a, b) => compare(key(a), key(b)));
  bodies.forEach((body) => table.append(body));
}
document.querySelectorAll("table.sortable").forEach((table) => {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, index) => head.querySelector("button").addEventListener("click", () => {
    const wasSorted = head.getAttribute("aria-sort");
    const descending = wasSorted ? wasSorted === "ascending" : head.classList.contains("number");
    heads.forEach((other) => other.removeAttribute("aria-sort"));
    head.setAttribute("aria-sort", descending ? "descending" : "ascending");
    sortBy(table, index, descending);
  }));
});
const deals = document.querySelector("#deals-table");
if (deals) {
  const type = document.querySelector("#deal-type"), find = document.querySelector("#deal-find");
  const choose = () => {
    const words = find.value.toLowerCase();
    let shown = 0;
    [...deals.tBodies].forEach((body) => {
      body.hidden = Boolean((type.value && body.dataset.group !== type.value)
        || (words && !body.textContent.toLowerCase().includes(words)));
      shown += !body.hidden;
    });
    document.querySelector("#deal-count").textContent = shown + (shown === 1 ? " deal" : " deals");
  };
  type.addEventListener("change", choose);
  find.addEventListener("input", choose);
}
// Charts take their colours from the style sheet, so that they follow light and dark.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
function drawCharts() {
  const style = getComputedStyle(document.documentElement);
  const colour = (name) => style.getPropertyValue(name).trim();
  const words = { labelLimit: 260, labelColor: colour("--soft"), titleColor: colour("--soft"), labelFontSize: 12, titleFontSize: 12,
    titleFontWeight: "normal" };
  const config = {
    background: null, view: { stroke: null },
    font: getComputedStyle(document.body).fontFamily,
    axis: { ...words, gridColor: colour("--line"), domainColor: colour("--line"), tickColor: colour("--line") },
    legend: { ...words, orient: "top", columns: window.innerWidth < 640 ? 2 : 6, symbolType: "circle", title: null },
    range: { category: Array.from({ length: 11 }, (_, i) => colour("--c" + (i + 1))),
      heatmap: [colour("--accent-soft"), colour("--accent")] },
    bar: { color: colour("--c1") }, point: { color: colour("--c1") }, text: { color: colour("--ink") },
  };
  return Promise.all([...document.querySelectorAll("script.spec")].map((spec) =>
    window.vegaEmbed("#" + spec.dataset.for, JSON.parse(spec.textContent), { config, actions: false, renderer: "svg" })));
}
const drawn = () => drawCharts().then(() => { document.documentElement.dataset.charts = "drawn"; });
if (document.querySelector("script.spec")) {
  drawn();
  dark.addEventListener("change", drawn);
}
