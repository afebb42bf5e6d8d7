// The dashboard's own script: filters, sorts, shows more, tells on hover, writes CSV. Text goes into the page
// as text only (textContent, never markup), so that no name can act.
"use strict";
(() => {
  const byId = id => document.getElementById(id);
  const root = byId("rp"), holder = byId("rp-data");
  if (!root || !holder) return;
  const data = JSON.parse(holder.textContent);
  const FIRST = 20, MORE = 40, PAIRS = 15, FIELDS = 10, HEAT = 24, CARDS = 9, IN_CARD = 6;
  const SVG = "http://www.w3.org/2000/svg";
  const everybody = data.groups[0];
  // A role may be called "constructor".
  const own = (table, key) => Object.hasOwn(table, key) ? table[key] : [];
  const state = { role: "", category: "", sort: "share", find: "", most: FIRST, partner: "" };

  // Numbers in words, as the server has them.
  const whole = n => fixed(n, 0).toLocaleString("en-US");
  const fixed = (n, digits) => {
    // A half goes to the even neighbour.
    const scaled = n * 10 ** digits, low = Math.floor(scaled);
    return (scaled - low === 0.5 ? low + low % 2 : Math.round(scaled)) / 10 ** digits;
  };
  const decimals = (n, digits) =>
    fixed(n, digits).toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const percent = share => {
    const rounded = fixed(100 * share, 1);
    return `${decimals(100 * share, rounded > 0 && rounded < 9.95 ? 1 : 0)} %`;
  };
  const many = (n, thing) => `${whole(n)} ${thing}${n === 1 ? "" : "s"}`;
  const shown = (value, kind) => {
    if (value === null || value === undefined || typeof value === "string") return value || "";
    if (kind === "share") return percent(value);
    if (kind === "usd") return `$${whole(value / 1000)}k`;
    return kind === "ratio" ? decimals(value, 1) : whole(value);
  };

  // Elements
  const make = (name, attributes = {}, ...children) => fill(document.createElement(name), attributes, children);
  const draw = (name, attributes = {}, ...children) => fill(document.createElementNS(SVG, name), attributes, children);
  function fill(element, attributes, children) {
    for (const [name, value] of Object.entries(attributes)) if (value !== null) element.setAttribute(name, value);
    element.append(...children.filter(child => child !== null));
    return element;
  }
  const pc = number => `${Math.round(100 * number) / 100}%`;

  function bar(row) {
    const svg = draw("svg", { class: "rp-bar", "aria-hidden": "true", focusable: "false" },
      draw("rect", { class: "rp-track", width: "100%", height: 14, y: 4, rx: 2 }));
    for (const [kind, x, width] of row.parts)
      if (width) svg.append(draw("rect", { class: `rp-${kind}`, x: pc(x), width: pc(width), y: 4, height: 14 }));
    const whisker = (x1, x2, y1, y2) => svg.append(draw("line", { class: "rp-whisker", x1: pc(x1), x2: pc(x2), y1, y2 }));
    if (row.ends) {
      const [low, high] = row.ends;
      whisker(low, high, 11, 11); whisker(low, low, 8, 14); whisker(high, high, 8, 14);
    }
    if (row.mark !== undefined) svg.append(draw("line", { class: "rp-mark", x1: pc(row.mark), x2: pc(row.mark), y1: 1, y2: 21 }));
    return svg;
  }

  function list(id, rows) {
    const place = byId(id);
    if (!place) return;
    place.replaceChildren(...rows.map((row, at) => make("li", { tabindex: at ? -1 : 0, "data-said": row.said },
      make("span", { class: "rp-name" }, row.name), bar(row), " ",
      make("span", { class: "rp-value", "aria-hidden": "true" }, row.value),
      make("span", { class: "rp-beside", "aria-hidden": "true" }, row.beside || ""), " ",
      make("span", { class: "rp-hidden" }, row.said))));
  }

  // What is chosen
  const soft = "soft-skills", technical = "technical";
  const wanted = at => {
    const category = data.skills[at][2];
    return state.category === technical ? category !== soft : !state.category || category === state.category;
  };
  const group = () => data.groups.find(each => each[0] === state.role) || everybody;
  const asking = of => of[4].map(([skill, postings, required, preferred, employers, low, high, over, under]) => ({
    skill, postings, required, preferred, mentioned: postings - required - preferred, employers,
    wilson: [low / 1e5, high / 1e5], ends: over === undefined ? [low / 1e5, high / 1e5] : [over / 1e5, under / 1e5],
  }));
  const name = at => data.skills[at][1];
  const label = at => data.categories[data.skills[at][2]];
  const byName = (a, b) => name(a.skill).localeCompare(name(b.skill), "en");
  const orders = { name: byName };
  for (const key of ["required", "preferred", "employers"]) orders[key] = (a, b) => b[key] - a[key] || b.postings - a.postings;

  const tables = {};
  // rows: what the table shows; all: what the CSV holds.
  function table(figure, rows, all = rows) {
    tables[figure] = all;
    const place = byId(`rp-${figure}-table`);
    if (!place) return;
    const columns = data.columns[figure];
    place.tBodies[0].replaceChildren(...rows.map(row => make("tr", {}, ...columns.map(([, , kind, visible], at) =>
      visible ? make("td", kind === "text" ? {} : { class: "num" }, shown(row[at], kind)) : null))));
    for (const head of place.tHead.rows[0].cells) head.removeAttribute("aria-sort");
  }

  function skills() {
    const of = group(), count = of[2], find = state.find.trim().toLowerCase();
    let rows = asking(of).filter(each => wanted(each.skill));
    if (find) rows = asking(of).filter(each => name(each.skill).toLowerCase().includes(find));
    if (orders[state.sort]) rows.sort(orders[state.sort]);
    const seen = rows.slice(0, state.most);
    list("rp-skills-bars", seen.map(each => {
      const share = each.postings / count;
      let at = 0;
      const parts = ["required", "preferred", "mentioned"].map(kind => {
        const part = [kind, at, 100 * each[kind] / count];
        at += part[2];
        return part;
      });
      return {
        name: name(each.skill), value: percent(share), beside: whole(each.postings), parts,
        ends: each.ends.map(end => 100 * end),
        said: `${whole(each.postings)} of ${many(count, "posting")} (${percent(share)}), of ${many(each.employers, "employer")}; `
          + `95 % interval ${percent(each.ends[0])} to ${percent(each.ends[1])}. Required ${percent(each.required / count)}, `
          + `preferred ${percent(each.preferred / count)}, mentioned ${percent(each.mentioned / count)}.`,
      };
    }));
    const row = each => [data.skills[each.skill][0], name(each.skill), label(each.skill), each.postings / count, ...each.ends,
      each.postings, each.required, each.preferred, each.mentioned, each.employers, count, ...each.wilson];
    table("skills", seen.map(row), rows.map(row));
    const more = byId("rp-more");
    more.parentNode.hidden = rows.length <= seen.length;
    more.textContent = `Show ${whole(Math.min(MORE, rows.length - seen.length))} more of ${whole(rows.length)}`;
  }

  function apart() {
    const cards = byId("rp-apart-cards");
    if (!cards) return;
    const roles = (state.role ? [state.role] : Object.keys(data.apart).filter(role => role !== "other").slice(0, CARDS))
      .filter(role => own(data.apart, role).length);
    const rows = [];
    cards.replaceChildren(...roles.map((role, at) => {
      const title = data.groups.find(each => each[0] === role)[1];
      const found = data.apart[role].filter(each => wanted(each[0])).slice(0, state.role ? undefined : IN_CARD);
      for (const [skill, postings, share, elsewhere, odds, low, high, employers] of found)
        rows.push([title, name(skill), share, elsewhere, odds, low, high, postings, employers]);
      return found.length ? make("div", { class: "rp-card" }, make("h3", {}, title),
        make("ul", { class: "rp-bars", id: `rp-apart-${at + 1}-bars`, "aria-label": `What sets apart: ${title}` })) : null;
    }).filter(card => card));
    roles.forEach((role, at) => list(`rp-apart-${at + 1}-bars`, data.apart[role].filter(each => wanted(each[0]))
      .slice(0, state.role ? undefined : IN_CARD).map(([skill, postings, share, elsewhere, , , , employers]) => ({
        name: name(skill), value: percent(share), parts: [["plain", 0, 100 * share]], mark: 100 * elsewhere,
        said: `${percent(share)} here (${many(postings, "posting")} of ${many(employers, "employer")}), ${percent(elsewhere)} elsewhere.`,
      }))));
    cards.classList.toggle("rp-one", Boolean(state.role));
    byId("rp-apart-none").hidden = rows.length > 0;
    table("apart", rows);
  }

  function heat() {
    const place = byId("rp-heat-table");
    if (!place) return;
    const roles = data.heat.map(role => data.groups.find(each => each[0] === role));
    const share = roles.map(of => new Map(of[4].map(each => [each[0], each[1] / of[2]])));
    const chosen = data.heat.indexOf(state.role);
    let rows = everybody[4].filter(each => wanted(each[0]));
    if (chosen >= 0) rows = rows.filter(each => share[chosen].has(each[0]))
      .sort((a, b) => share[chosen].get(b[0]) - share[chosen].get(a[0]));
    const values = rows.map(each => [each[0], each[1] / everybody[2], ...share.map(of => of.get(each[0]) || 0)]);
    const number = part => decimals(100 * part, 0);
    place.tBodies[0].replaceChildren(...values.slice(0, HEAT).map(([skill, all, ...cells]) => make("tr", {},
      make("th", { scope: "row" }, name(skill)), make("td", { class: "num rp-all" }, number(all)),
      ...cells.map((cell, at) => make("td", { class: `num rp-h${Math.min(Math.floor(10 * cell), 9)}${at === chosen ? " rp-on" : ""}` }, number(cell))))));
    tables.heat = values.map(([skill, ...cells]) => [name(skill), ...cells]);
  }

  function together() {
    if (!byId("rp-together-bars")) return;
    const of = everybody[2];
    const partner = state.partner === "" ? null : Number(state.partner);
    let rows = data.pairs.filter(([a, b]) => partner === null ? wanted(a) && wanted(b) : a === partner || b === partner);
    // From the rarer skill to the other; from the one that is chosen to those that go with it.
    rows = rows.map(([a, b, both, ofA, ofB, lift, low, high, employers]) => {
      const fromB = partner === null || partner === b;
      const [from, to, part, overall] = fromB ? [b, a, both / ofB, ofA / of] : [a, b, both / ofA, ofB / of];
      return [name(from), name(to), part, overall, lift, low, high, both, employers];
    });
    if (partner !== null) rows.sort((a, b) => b[2] - a[2]);
    rows = rows.slice(0, PAIRS);
    list("rp-together-bars", rows.map(([from, to, part, overall, lift, , , both]) => ({
      name: partner === null ? `${from} → ${to}` : to, value: percent(part), beside: `${decimals(lift, lift < 10 ? 1 : 0)}×`,
      parts: [["plain", 0, 100 * part]], mark: 100 * overall,
      said: `${percent(part)} of postings that ask for ${from} ask for ${to} too (${whole(both)} do), against ${percent(overall)} of all: `
        + `${decimals(lift, 1)} times as many as by chance.`,
    })));
    table("together", rows);
  }

  const aspects = { minimum: "Lowest degree", field: "Field of study", alternative: "In place of a degree" };
  function education() {
    if (!byId("rp-minimum-bars")) return;
    const rows = own(data.degrees, state.role);
    const bars = aspect => rows.filter(each => each[0] === aspect).map(([, , title, , postings, count, low, high]) => ({
      name: title, value: percent(postings / count), beside: whole(postings), parts: [["plain", 0, 100 * postings / count]],
      ends: [low / 1e3, high / 1e3],
      said: `${whole(postings)} of ${many(count, "posting")} (${percent(postings / count)}); 95 % interval ${percent(low / 1e5)} to ${percent(high / 1e5)}.`,
    }));
    list("rp-minimum-bars", bars("minimum"));
    list("rp-field-bars", bars("field").slice(0, FIELDS));
    byId("rp-fields").hidden = !bars("field").length;
    table("education", rows.map(([aspect, , title, which, postings, count, low, high]) =>
      [aspects[aspect], title, postings / count, low / 1e5, high / 1e5, postings, count, which]));
    const none = rows.find(each => each[1] === "none"), instead = rows.find(each => each[0] === "alternative");
    byId("rp-education-say").textContent = [
      none ? `${percent(none[4] / none[5])} of postings name no degree.` : "",
      instead ? `Of those that do, ${percent(instead[4] / instead[5])} take experience in its place, in so many words.` : "",
    ].join(" ").trim();
  }

  function now() {
    const of = group(), few = of[2] < 30 ? "; few, so take care" : "";
    byId("rp-now").textContent = `${of[1]}: ${many(of[2], "posting")} of ${many(of[3], "employer")}${few}`;
    for (const id of ["rp-roles-bars", "rp-pay-bars"]) {
      for (const link of (byId(id) || root).querySelectorAll("a[data-role]"))
        if (link.dataset.role === state.role) link.setAttribute("aria-current", "true"); else link.removeAttribute("aria-current");
    }
  }

  function all() { now(); skills(); apart(); heat(); together(); education(); }

  // CSV: no cell runs as a formula in a spreadsheet (the same rule as for the files that jobscan writes).
  const runs = /^'*(?:\s*[=+\-@＝＋－＠]|[\t\r\n])/;
  const controls = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/g;
  function cell(value) {
    if (value === null || value === undefined) return "";
    if (typeof value === "number") return String(Math.round(value * 1e6) / 1e6);
    let text = value.replace(controls, "");
    if (runs.test(text)) text = `'${text}`;
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  }
  function save(figure) {
    const heads = figure === "heat"
      ? ["skill", "all", ...data.heat.map(role => role || "all")] : data.columns[figure].map(column => column[0]);
    const rows = tables[figure] || data.rows[figure];
    const text = [heads, ...rows].map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";
    const link = make("a", { download: `jobscan-${figure}${state.role && figure in tables ? `-${state.role.replace(/[^\w-]+/g, "-")}` : ""}.csv` });
    link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  // Tables are sorted by their heads.
  const value = text => {
    const number = Number(text.replace(/[$,%k\s]/g, ""));
    return text !== "" && !Number.isNaN(number) ? number : null;
  };
  function sortable(each) {
    [...each.tHead.rows[0].cells].forEach((head, at) => {
      const button = make("button", { type: "button" }, ...head.childNodes);
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const up = head.getAttribute("aria-sort") === "descending" || (!head.hasAttribute("aria-sort") && !head.classList.contains("num"));
        for (const other of each.tHead.rows[0].cells) other.removeAttribute("aria-sort");
        head.setAttribute("aria-sort", up ? "ascending" : "descending");
        const rows = [...each.tBodies[0].rows].map(row => [row.cells[at].textContent, row]);
        rows.sort(([a], [b]) => {
          const [x, y] = [value(a), value(b)];
          const order = x !== null && y !== null ? x - y : x === null && y === null ? a.localeCompare(b, "en") : x === null ? -1 : 1;
          return up ? order : -order;
        });
        each.tBodies[0].replaceChildren(...rows.map(([, row]) => row));
      });
    });
  }

  // What stands behind a row is told on hover, and on the row one comes to by the arrow keys.
  const tip = byId("rp-tip");
  function tell(target) {
    tip.hidden = !target;
    if (!target) return;
    tip.textContent = target.dataset.said;
    const at = target.getBoundingClientRect(), box = tip.getBoundingClientRect();
    const below = at.bottom + 6 + box.height < innerHeight;
    tip.style.left = `${Math.max(8, Math.min(at.left + at.width / 3, innerWidth - box.width - 8))}px`;
    tip.style.top = `${below ? at.bottom + 6 : Math.max(4, at.top - box.height - 6)}px`;
  }
  root.addEventListener("pointerover", event => tell(event.target.closest("[data-said]")));
  root.addEventListener("pointerleave", () => tell(null));
  root.addEventListener("focusin", event => tell(event.target.matches("li[data-said]:focus-visible") ? event.target : null));
  root.addEventListener("focusout", () => tell(null));
  addEventListener("scroll", () => tell(null), { passive: true });
  root.addEventListener("keydown", event => {
    if (event.key === "Escape") tell(null);
    const row = event.target.closest(".rp-bars > li");
    if (!row || event.target !== row) return;
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling,
      Home: row.parentNode.firstElementChild, End: row.parentNode.lastElementChild }[event.key];
    if (!next) return;
    event.preventDefault();
    row.tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });

  root.addEventListener("click", event => {
    const saved = event.target.closest(".rp-csv"), chosen = event.target.closest("a[data-role]");
    if (saved) save(saved.dataset.figure);
    if (chosen) {
      state.role = chosen.dataset.role;
      state.most = FIRST;
      byId("rp-role").value = state.role;
      all();
    }
  });
  const on = (id, what, change) => { const it = byId(id); if (it) it.addEventListener(what, () => { change(it); }); };
  on("rp-role", "change", it => { state.role = it.value; state.most = FIRST; all(); });
  on("rp-category", "change", it => { state.category = it.value; state.most = FIRST; all(); });
  on("rp-sort", "change", it => { state.sort = it.value; skills(); });
  on("rp-find", "input", it => { state.find = it.value; state.most = FIRST; skills(); });
  on("rp-with", "change", it => { state.partner = it.value; together(); });
  on("rp-more", "click", () => { state.most += MORE; skills(); });
  if (byId("rp-filters")) byId("rp-filters").addEventListener("submit", event => event.preventDefault());

  for (const each of root.querySelectorAll(".rp-details table")) sortable(each);
  for (const each of root.querySelectorAll(".rp-filters, .rp-tools, .rp-csv")) each.hidden = false;
  if (byId("rp-role")) {
    // A browser may keep what was chosen before the page was loaded anew.
    state.role = byId("rp-role").value;
    state.category = byId("rp-category").value;
    all();
  }
  // Tables are open on paper.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...root.querySelectorAll("details:not([open])")];
    for (const each of opened) each.open = true;
  });
  addEventListener("afterprint", () => { for (const each of opened) each.open = false; });

  // The report's own head
  const shell = byId("rp-shell");
  if (!shell) return;
  shell.hidden = false;
  const page = document.documentElement, theme = byId("rp-theme");
  let kept = null;
  try { kept = localStorage.getItem("jobscan-theme"); } catch { /* storage is switched off */ }
  if (kept === "dark" || kept === "light") page.dataset.theme = kept;
  const dark = () => (page.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
  const say = () => { theme.textContent = dark() ? "Light" : "Dark"; theme.setAttribute("aria-label", `Show in ${dark() ? "light" : "dark"} colours`); };
  say();
  theme.addEventListener("click", () => {
    page.dataset.theme = dark() ? "light" : "dark";
    try { localStorage.setItem("jobscan-theme", page.dataset.theme); } catch { /* storage is switched off */ }
    say();
  });
  byId("rp-print").addEventListener("click", () => print());
})();
