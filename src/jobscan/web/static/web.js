// What makes the page quicker to use. All of it works without, by forms and links.
"use strict";
(() => {
  const root = document.documentElement;

  // The switch of colours
  const theme = document.getElementById("theme");
  if (theme) {
    const isDark = () => (root.dataset.theme || (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light")) === "dark";
    const label = () => { theme.textContent = isDark() ? "Light colours" : "Dark colours"; };
    theme.hidden = false;
    label();
    theme.addEventListener("click", () => {
      root.dataset.theme = isDark() ? "light" : "dark";
      try { localStorage.setItem("jobscan-theme", root.dataset.theme); } catch { /* storage is switched off */ }
      label();
      document.dispatchEvent(new CustomEvent("themechange"));
    });
  }

  // Files: chosen or dropped, they are sent at once
  const form = document.getElementById("files-form");
  const drop = document.getElementById("drop");
  if (form && drop) {
    const status = document.getElementById("drop-status");
    const mostFiles = Number(form.dataset.mostFiles);
    const mostBytes = Number(form.dataset.mostBytes);
    const say = (text) => { status.textContent = text; };
    const count = (files) => (files.length === 1 ? "1 file" : `${files.length.toLocaleString("en")} files`);

    const send = async (files) => {
      if (!files.length) { say("There is no file in it."); return; }
      if (files.length > mostFiles) { say(`These are ${count(files)}: more than ${mostFiles.toLocaleString("en")} at once are too many. Pack them into a zip file.`); return; }
      const bytes = files.reduce((sum, { file }) => sum + file.size, 0);
      if (bytes > mostBytes) { say(`That is too much at once: at most ${Math.round(mostBytes / 1048576).toLocaleString("en")} MB.`); return; }
      const data = new FormData();
      data.append("csrf", form.elements.csrf.value);
      for (const { file, name } of files) data.append("files", file, name);
      say(`Taking ${count(files)} …`);
      try {
        const answer = await fetch(form.action, { method: "POST", body: data });
        if (answer.ok && answer.redirected) { location.href = answer.url; return; }
        say(answer.status === 413 ? "That is too much at once." : "These files could not be taken. Reload the page and try again.");
      } catch {
        say("jobscan does not answer: a file may have changed meanwhile, or jobscan was ended.");
      }
    };

    for (const input of form.querySelectorAll('input[type="file"]')) {
      input.addEventListener("change", () => {
        send([...input.files].map((file) => ({ file, name: file.webkitRelativePath || file.name })));
        input.value = "";
      });
    }

    const entriesOf = (reader) => new Promise((done, failed) => { reader.readEntries(done, failed); });
    const fileOf = (entry) => new Promise((done, failed) => { entry.file(done, failed); });
    const walk = async (entry, path, found) => {
      if (found.length > mostFiles) return;
      if (entry.isFile) { found.push({ file: await fileOf(entry), name: path + entry.name }); return; }
      const reader = entry.createReader();
      for (let some = await entriesOf(reader); some.length; some = await entriesOf(reader)) {
        for (const inner of some) await walk(inner, `${path}${entry.name}/`, found);
      }
    };

    drop.classList.add("can-drop");
    // A file that misses the field must not replace the page.
    for (const kind of ["dragover", "drop"]) addEventListener(kind, (event) => event.preventDefault());
    for (const kind of ["dragenter", "dragover"]) drop.addEventListener(kind, () => drop.classList.add("over"));
    for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
    drop.addEventListener("drop", async (event) => {
      const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
      const loose = [...event.dataTransfer.files].map((file) => ({ file, name: file.name }));
      const found = [];
      try {
        for (const entry of entries) await walk(entry, "", found);
      } catch {
        say("A dropped file cannot be read.");
        return;
      }
      send(entries.length ? found : loose);
    });
  }

  // A reading is followed
  const reading = document.getElementById("reading");
  if (reading) {
    const told = document.getElementById("reading-told");
    const bar = document.getElementById("reading-bar");
    const look = async () => {
      let now;
      try {
        now = await (await fetch(reading.dataset.address)).json();
      } catch {
        told.textContent = "jobscan does not answer any more. Was it ended?";
        return;
      }
      if (!now.running) { location.reload(); return; }
      told.textContent = now.told;
      if (now.share === null) bar.removeAttribute("value"); else { bar.max = 1; bar.value = now.share; }
      setTimeout(look, 600);
    };
    setTimeout(look, 400);
  }

  // A tip that stands in the way goes with Escape, and stays inside the window
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const mark of document.querySelectorAll(".mark:hover, .mark:focus")) mark.classList.add("tip-off");
  });
  for (const kind of ["mouseover", "focusin"]) {
    document.addEventListener(kind, (event) => {
      const mark = event.target instanceof Element && event.target.closest(".mark[tabindex]");
      if (!mark) return;
      const tip = mark.querySelector(":scope > .tip");
      if (!tip || getComputedStyle(tip).position === "fixed") return;
      tip.style.left = "0";
      const over = tip.getBoundingClientRect().right - (innerWidth - 12);
      if (over > 0) tip.style.left = `${-over}px`;
    });
  }
  for (const kind of ["mouseout", "focusout"]) {
    document.addEventListener(kind, (event) => {
      const mark = event.target instanceof Element && event.target.closest(".mark[tabindex]");
      if (mark) mark.classList.remove("tip-off");
    });
  }
})();
