"use strict";
// Answers are texts, one for each field, as the sheet and the notebook have them; `FIELDS` reads and writes them on the page.
(() => {
const DATA = JSON.parse(document.getElementById("data").textContent);
const SHEET = DATA.sheet;
const FILE = SHEET.assignment + ".json";
const KEY = ["grader", SHEET.assignment, SHEET.student, SHEET.variant].join("/");
const fields = [...document.querySelectorAll(".field")];
const status = document.getElementById("status");
let saved = "";      // what the last saved or opened file holds
let keeps = true;    // whether this browser remembers
let unclear = [];    // the fields whose text is not understood

const language = () => document.documentElement.lang;
const say = (key, values = {}) =>
  Object.entries(values).reduce((text, [name, value]) => text.split(`{${name}}`).join(value), DATA.words[language()][key]);

// ---------------------------------------------------------------------------------------- one field ⇄ its text
const typed = {
  read: field => field.querySelector("input, textarea").value,
  write: (field, text) => { field.querySelector("input, textarea").value = text; },
};
const boxes = field => [...field.querySelectorAll("input[value]")];
const chosen = {
  read: field => boxes(field).filter(box => box.checked).map(box => box.value).join(", "),
  write: (field, text) => {
    const numbers = text.match(/\d+/g) || [];
    boxes(field).forEach(box => { box.checked = numbers.includes(box.value); });
  },
};
const FIELDS = {
  number: typed, integer: typed, formula: typed, array: typed, code: typed, choice: chosen, choices: chosen,
  matching: {
    read: field => [...field.querySelectorAll("select")].filter(one => one.value)
      .map(one => one.dataset.letter + one.value).join(" "),
    write: (field, text) => field.querySelectorAll("select").forEach(one => {
      const found = text.match(new RegExp(one.dataset.letter + "\\s*(\\d+)"));
      one.value = found ? found[1] : "";
      if (one.selectedIndex < 0) one.value = "";
    }),
  },
  ordering: {
    read: field => field.querySelector(".done").checked
      ? [...field.querySelectorAll("li")].map(line => line.dataset.number).join(" ") : "",
    write: (field, text) => {
      const list = field.querySelector(".order");
      const lines = [...list.children].sort((one, other) => one.dataset.number - other.dataset.number);
      const numbers = (text.match(/\d+/g) || []).map(Number);
      const whole = numbers.length === lines.length && new Set(numbers).size === lines.length &&
        numbers.every(number => number >= 1 && number <= lines.length);
      (whole ? numbers.map(number => lines[number - 1]) : lines).forEach(line => list.append(line));
      field.querySelector(".done").checked = whole;
      edges(list);
    },
  },
};
const edges = list => [...list.children].forEach((line, place, all) => {
  line.querySelector(".up").disabled = place === 0;
  line.querySelector(".down").disabled = place === all.length - 1;
});
const read = () => Object.fromEntries(
  fields.map(field => [field.dataset.field, FIELDS[field.dataset.kind].read(field)]));
const write = answers => fields.forEach(field => {
  const text = answers[field.dataset.field];
  FIELDS[field.dataset.kind].write(field, typeof text === "string" ? text : "");
});

// ------------------------------------------------------------------- previews: the form of an answer, never its worth
const READ = readers(DATA.multipliers);
const shown = value => String(Number(value.toPrecision(12))).replace("-", "\u2212");
const balanced = text => {
  let depth = 0;
  for (const letter of text) {
    if (letter === "(") depth += 1;
    if (letter === ")" && --depth < 0) return false;
  }
  return depth === 0;
};
const table = rows => {
  const made = document.createElement("table");
  rows.forEach(row => { const line = made.insertRow(); row.forEach(cell => { line.insertCell().textContent = shown(cell); }); });
  return made;
};
// Numbers counted from 1 in the shape that is asked for, as an example of how they are written.
const formOf = ([length, ...inner], from = 1) => {
  const size = inner.reduce((product, one) => product * one, 1);
  const parts = [...Array(length).keys()].map(at => (inner.length ? formOf(inner, from + at * size) : from + at));
  return `[${parts.join(", ")}]`;
};
// text, shape asked for → [what is said, its values, a table]
const PREVIEWS = {
  number: text => { const value = READ.number(text); return value === null ? ["not_a_number"] : ["understood", { value: shown(value) }]; },
  integer: text => { const value = READ.integer(text); return value === null ? ["not_whole"] : ["understood", { value: shown(value) }]; },
  array: (text, wanted) => {
    const found = READ.array(text, wanted);
    const flat = wanted.length < 2;
    if (!found) return flat ? ["not_a_vector", { form: formOf(wanted).slice(1, -1) }] : ["not_an_array", { form: formOf(wanted) }];
    const [value, asked] = [found.shape, wanted].map(shape => shape.join(" \u00d7 "));
    if (flat && value === asked) return ["understood", { value: found.values.map(shown).join(", ") }];
    const rows = found.shape.length === 1 ? [found.values] : found.shape.length === 2 ? found.values : null;
    return [value === asked ? "understood" : "other_shape", { value, wanted: asked }, rows && table(rows)];
  },
  formula: text => balanced(text) ? null : ["brackets"],
};
// Says how a field's text is understood; returns whether it is.
const preview = field => {
  const place = field.querySelector(".preview");
  if (!place) return true;
  const text = typed.read(field);
  const wanted = (field.dataset.shape || "").split(" \u00d7 ").map(Number);
  const [key, values, more] = (text.trim() && PREVIEWS[field.dataset.kind](text, wanted)) || [""];
  const understood = !key || key === "understood";
  place.textContent = key ? say(key, values) : "";
  place.classList.toggle("warn", !understood);
  if (more) place.append(more);
  return understood;
};

// ------------------------------------------------------------------------------------------- what is kept and shown
const tell = (key, tone, values) => { status.textContent = key ? say(key, { file: FILE, ...values }) : ""; status.className = tone || ""; };
const keep = answers => {
  try { localStorage.setItem(KEY, JSON.stringify({ answers, saved })); } catch { keeps = false; }
};
const recall = () => {
  try { return JSON.parse(localStorage.getItem(KEY) || "{}"); } catch { keeps = false; return {}; }
};
const isBlank = answers => Object.values(answers).every(text => !text.trim());
const isUnsaved = answers => !isBlank(answers) && JSON.stringify(answers) !== saved;
// A link to each field whose text is not understood.
const point = unclear => {
  const place = document.getElementById("unclear");
  place.hidden = !unclear.length;
  place.textContent = say("unclear", { count: unclear.length });
  unclear.forEach((field, at) => {
    const section = field.closest(".question");
    const beside = [...section.querySelectorAll(".field")];
    const link = document.createElement("a");
    link.href = "#" + field.querySelector("input, textarea").id;
    link.textContent = say(beside.length > 1 ? "unclear.field" : "unclear.question",
      { question: section.dataset.number, field: beside.indexOf(field) + 1 });
    place.append(at ? "; " : " ", link);
  });
};
const show = answers => {
  unclear = fields.filter(field => !preview(field));
  const answered = Object.values(answers).filter(text => text.trim()).length - unclear.length;
  document.querySelector("progress").value = answered;
  document.getElementById("progress").textContent = say("progress", { answered, total: fields.length });
  point(unclear);
};
const standing = answers => {
  if (!keeps) tell("not_kept", "bad");
  else if (isBlank(answers)) tell("");
  else if (!saved) tell("kept");
  else if (isUnsaved(answers)) tell("changed", "warn");
  else if (unclear.length) tell("saved.unclear", "warn");
  else tell("saved", "good");
};
const present = answers => { show(answers); standing(answers); };
const changed = () => { const answers = read(); keep(answers); present(answers); };

// --------------------------------------------------------------------------------------------------------- files
const save = () => {
  const answers = read();
  const text = JSON.stringify({ ...SHEET, answers }, null, 1) + "\n";
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = FILE;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  saved = JSON.stringify(answers);
  changed();
};
const open = async file => {
  let sheet = null;
  try { sheet = JSON.parse(await file.text()); } catch { /* told below */ }
  if (!sheet || sheet.format !== SHEET.format || typeof sheet.answers !== "object" || !sheet.answers)
    return tell("load.unknown", "bad", { file: file.name });
  if (sheet.assignment !== SHEET.assignment || sheet.variant !== SHEET.variant)
    return tell("load.other", "bad", { file: file.name, variant: String(sheet.variant) });
  write(sheet.answers);
  saved = JSON.stringify(read());
  changed();
  return tell("loaded", "good", { file: file.name });
};

// -------------------------------------------------------------------------------------------------------- events
const speak = code => {
  document.documentElement.lang = code;
  document.querySelectorAll("[data-language]").forEach(one => one.setAttribute("aria-pressed", String(one.dataset.language === code)));
  document.querySelectorAll(".picture").forEach(one => one.setAttribute("aria-label", one.getAttribute("data-label-" + code) || ""));
  document.title = document.querySelector(`h1 [lang="${code}"]`).textContent;
};
const move = (line, up) => {
  const list = line.parentElement;
  if (up) line.previousElementSibling?.before(line); else line.nextElementSibling?.after(line);
  list.parentElement.querySelector(".done").checked = true;
  edges(list);
  const [first, second] = up ? [".up", ".down"] : [".down", ".up"];
  (line.querySelector(first + ":enabled") || line.querySelector(second)).focus();
  changed();
};
document.addEventListener("input", event => { if (event.target.id !== "file") changed(); });
document.addEventListener("click", event => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.language) { speak(button.dataset.language); changed(); reach(); }
  else if (button.matches(".up, .down")) move(button.closest("li"), button.matches(".up"));
  else if (button.matches(".clear")) { chosen.write(button.closest(".field"), ""); changed(); }
  else if (button.id === "save") save();
  else if (button.id === "load") document.getElementById("file").click();
  else if (button.id === "erase" && confirm(say("erase.sure"))) { saved = ""; write({}); changed(); }
});
document.getElementById("file").addEventListener("change", event => {
  const [file] = event.target.files;
  event.target.value = "";
  if (file) open(file);
});
window.addEventListener("beforeunload", event => { if (isUnsaved(read())) event.preventDefault(); });

// What scrolls sideways can be scrolled with the keyboard.
const reach = () => document.querySelectorAll("math, pre, .text, .prompt").forEach(one => {
  if (one.scrollWidth > one.clientWidth && one.clientWidth) one.tabIndex = 0; else one.removeAttribute("tabindex");
});
window.addEventListener("resize", reach);

const kept = recall();
saved = typeof kept.saved === "string" ? kept.saved : "";
write(kept.answers && typeof kept.answers === "object" ? kept.answers : {});
present(read());  // and keeps nothing: what another page has kept a moment ago may not be known here yet
reach();
})();
