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
const SIGNS = [[/[\u2212\u2012-\u2014]/g, "-"], [/[\u00d7\u00b7\u22c5\u2219]/g, "*"], [/[\s\u00a0\u2009\u202f]+/g, " "]];
const tidy = text => SIGNS.reduce((plain, [sign, key]) => plain.replace(sign, key), text).trim();
const NUMBER = /^[+-]? ?(\d+( \d{3})*[.,]?\d*|[.,]\d+)( ?e ?[+-]?\d+)?$/i;
const POWER = / ?\* ?10 ?(?:\^|\*\*) ?\(?([+-]?\d{1,3})\)?$/;
const single = text => {
  const power = text.match(POWER);
  const mantissa = power ? text.slice(0, power.index) : text;
  if (!NUMBER.test(mantissa)) return null;
  return Number(mantissa.replace(/ /g, "").replace(",", ".")) * (power ? 10 ** Number(power[1]) : 1);
};
const asNumber = text => {
  const parts = tidy(text).replace(/^[^\W\d_]?\w* ?[=\u2248] ?/, "").split("/").map(part => single(part.trim()));
  if (parts.includes(null) || parts.length > 2 || parts[1] === 0) return null;
  return parts.length === 2 ? parts[0] / parts[1] : parts[0];
};
const shown = value => String(Number(value.toPrecision(12))).replace("-", "\u2212");
const balanced = text => {
  let depth = 0;
  for (const letter of text) {
    if (letter === "(") depth += 1;
    if (letter === ")" && --depth < 0) return false;
  }
  return depth === 0;
};
const rowsOf = text => {
  const inner = text.match(/\[[^[\]]*\]/g);
  const rows = (inner || text.split(/[\n;]/)).map(row => row.replace(/[[\]]/g, " ").trim()).filter(Boolean);
  const cells = rows.map(row => row.split(/, *| +/).filter(Boolean).map(asNumber));
  const fits = cells.length && cells.every(row => row.length === cells[0].length && !row.includes(null));
  return fits ? cells : null;
};
const shapeOf = (rows, wanted) => (rows.length === 1 && !wanted.includes("\u00d7") ? `${rows[0].length}` : `${rows.length} \u00d7 ${rows[0].length}`);
// A comma between two digits is a decimal one, unless only the other reading gives the shape that is asked for.
const asArray = (text, wanted) => {
  const lines = text.split("\n").map(tidy).join("\n");
  const readings = [lines.replace(/(\d),(?=\d)/g, "$1."), lines].map(rowsOf).filter(Boolean);
  return readings.find(rows => shapeOf(rows, wanted) === wanted) || readings[0] || null;
};
const table = rows => {
  const made = document.createElement("table");
  rows.forEach(row => { const line = made.insertRow(); row.forEach(cell => { line.insertCell().textContent = shown(cell); }); });
  return made;
};
// text, shape asked for → [what is said, its values, a table]
const PREVIEWS = {
  number: text => { const value = asNumber(text); return value === null ? ["not_a_number"] : ["understood", { value: shown(value) }]; },
  integer: text => { const value = asNumber(text); return Number.isInteger(value) ? ["understood", { value: shown(value) }] : ["not_whole"]; },
  array: (text, wanted) => {
    const rows = asArray(text, wanted);
    if (!rows) return ["not_an_array"];
    const value = shapeOf(rows, wanted);
    return [value === wanted ? "understood" : "other_shape", { value, wanted }, table(rows)];
  },
  formula: text => balanced(text) ? null : ["brackets"],
};
const preview = field => {
  const place = field.querySelector(".preview");
  if (!place) return;
  const text = typed.read(field);
  const [key, values, more] = (text.trim() && PREVIEWS[field.dataset.kind](text, field.dataset.shape || "")) || [""];
  place.textContent = key ? say(key, values) : "";
  place.classList.toggle("warn", Boolean(key) && key !== "understood");
  if (more) place.append(more);
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
const show = answers => {
  const answered = Object.values(answers).filter(text => text.trim()).length;
  document.querySelector("progress").value = answered;
  document.getElementById("progress").textContent = say("progress", { answered, total: fields.length });
  fields.forEach(preview);
};
const standing = answers => {
  if (!keeps) tell("not_kept", "bad");
  else if (isBlank(answers)) tell("");
  else if (!saved) tell("kept");
  else if (isUnsaved(answers)) tell("changed", "warn");
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
