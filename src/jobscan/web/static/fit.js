// Cards beside marks, marks that light up together, a filter, and files that are dropped. All works without.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  for (const hint of all(".fit-js, .fit-drop-hint")) hint.hidden = false;

  // Files
  for (const form of all("[data-fit-upload]")) {
    const field = form.querySelector(".fit-drop");
    const input = form.querySelector('input[type="file"]');
    if (!field || !input) continue;
    for (const kind of ["dragenter", "dragover"]) {
      field.addEventListener(kind, (event) => { event.preventDefault(); field.classList.add("is-over"); });
    }
    for (const kind of ["dragleave", "drop"]) field.addEventListener(kind, () => field.classList.remove("is-over"));
    field.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      form.requestSubmit();
    });
    input.addEventListener("change", () => { if (input.files.length) form.requestSubmit(); });
    form.addEventListener("submit", () => {
      const button = form.querySelector('button[type="submit"]');
      button.textContent = "Reading …";
      button.disabled = true;
    });
  }
  // A file that misses the field must not replace the page.
  for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
  // The page may come back as it was left.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // The filter
  const filter = document.querySelector(".fit-filter");
  if (filter) {
    const rows = all(".fit-skills tbody tr");
    const told = filter.querySelector("output");
    const show = () => {
      const { status, level, name } = filter.elements;
      const words = name.value.trim().toLowerCase();
      let shown = 0;
      for (const row of rows) {
        const fits = (!status.value || row.dataset.status === status.value)
          && (!level.value || row.dataset.level === level.value)
          && row.dataset.name.toLowerCase().includes(words);
        row.hidden = !fits;
        shown += fits;
      }
      told.textContent = shown === rows.length ? "" : `${shown} of ${rows.length}`;
    };
    filter.addEventListener("input", show);
    filter.addEventListener("submit", (event) => event.preventDefault());
  }

  // Marks, rows and gaps of the same skill
  const linked = new Map();
  const add = (skill, element) => { if (!linked.has(skill)) linked.set(skill, []); linked.get(skill).push(element); };
  const skillsOf = (element) => (element.dataset.skills || element.dataset.skill || "").split(" ").filter(Boolean);
  const parts = all(".fit-text .fit-mark, .fit-gap, .fit-skills tbody tr");
  for (const part of parts) for (const skill of skillsOf(part)) add(skill, part);
  for (const mark of all(".fit-text span.fit-mark")) mark.tabIndex = 0;
  if (!parts.length) return;

  let lit = [];
  const light = (part) => {
    for (const one of lit) one.classList.remove("is-lit");
    lit = part ? skillsOf(part).flatMap((skill) => linked.get(skill) || []) : [];
    for (const one of lit) one.classList.add("is-lit");
  };

  const card = document.createElement("div");
  card.className = "fit-card";
  card.id = "fit-card";
  card.setAttribute("role", "tooltip");
  card.hidden = true;
  document.body.append(card);
  let shownFor = null;

  const line = (className, text) => {
    const paragraph = document.createElement("p");
    paragraph.className = className;
    paragraph.textContent = text;
    return paragraph;
  };
  const words = (element) => (element ? element.textContent.trim().replace(/\s+/g, " ") : "");
  const fill = (mark) => {
    card.replaceChildren();
    for (const skill of skillsOf(mark)) {
      const row = document.getElementById(`row-${skill}`);
      if (!row) continue;
      if (card.childElementCount) card.append(document.createElement("hr"));
      const [asked, shown] = row.cells.length > 2 ? [row.cells[1], row.cells[2]] : [null, null];
      card.append(line("fit-card-name", `${words(row.cells[0])}: ${words(row.querySelector(".fit-level"))}, ${words(row.querySelector(".fit-state"))}`));
      const quote = words(asked && asked.querySelector("q"));
      const answer = words(shown && shown.querySelector("q"));
      if (quote && !mark.closest(".fit-side:first-child")) card.append(line("", `The posting: “${quote}”`));
      if (answer && !mark.closest(".fit-side:last-child")) card.append(line("", `Your CV: “${answer}”`));
      const note = words(row.querySelector(".fit-note"));
      if (note) card.append(line("fit-small", note));
    }
    if (mark.dataset.why) {
      if (card.childElementCount) card.append(document.createElement("hr"));
      for (const why of mark.dataset.why.split("\n")) card.append(line("", why));
    }
  };
  const place = (mark) => {
    const box = mark.getClientRects()[0] || mark.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(box.left, innerWidth - size.width - 8));
    const below = box.bottom + 8;
    const top = below + size.height < innerHeight ? below : Math.max(8, box.top - size.height - 8);
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  };
  const show = (mark) => {
    if (shownFor === mark) return;
    hide();
    fill(mark);
    if (!card.childElementCount) return;
    shownFor = mark;
    card.hidden = false;
    mark.setAttribute("aria-describedby", card.id);
    place(mark);
  };
  function hide() {
    if (shownFor) shownFor.removeAttribute("aria-describedby");
    shownFor = null;
    card.hidden = true;
  }

  const partOf = (event) => (event.target instanceof Element ? event.target.closest(".fit-text .fit-mark, .fit-gap, .fit-skills tbody tr") : null);
  const point = (event) => {
    const part = partOf(event);
    if (event.target instanceof Element && event.target.closest(".fit-card")) return; // the card may be read
    light(part);
    if (part && part.classList.contains("fit-mark")) show(part); else hide();
  };
  document.addEventListener("mouseover", point);
  document.addEventListener("focusin", point);
  document.addEventListener("focusout", () => { hide(); light(null); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") { hide(); light(null); } });
  for (const text of all(".fit-text")) text.addEventListener("scroll", () => { if (shownFor && !shownFor.matches(":focus")) hide(); else if (shownFor) place(shownFor); });
  addEventListener("scroll", () => { if (shownFor) place(shownFor); }, { passive: true });
})();
