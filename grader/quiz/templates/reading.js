"use strict";
// Text → numbers, by the rules that grade (`numbers.py`): what is understood here is understood there, and nothing else.
// `words` are those that make another number of the one before them.  Each reader gives null for what is not understood.
const readers = words => {
const MAX_CHARACTERS = 120, MAX_ARRAY_CHARACTERS = 4000, MAX_EXPONENT = 300, MAX_DEPTH = 4;
const mapped = (from, to) => Object.fromEntries([...from].map((sign, at) => [sign, [...to][at]]));
const SIGNS = mapped("−–—‒﹣－＋×⋅∙∗÷∕⁄，．", "------+····///,.");
const RAISED = mapped("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-");
const BRACKETS = mapped("(){}⟨⟩", "[][][]");
const translated = (text, signs) => [...text].map(sign => signs[sign] ?? sign).join("");
const tidy = text => translated(
  text.replace(/[\u200b-\u200d\u2060\ufeff\u200e\u200f]/g, "").replace(/[\t\u00a0\u2000-\u200a\u202f\u205f\u3000]/g, " "), SIGNS,
).trim();

const NAME = String.raw`\p{L}[\p{L}\p{N}_\[\]()'^{}\\]{0,24}`;
const PREFIX = new RegExp(String.raw`^(?:${NAME}\s*)?[=≈≃~:]+\s*`, "u");
const UNIT = /\s+\p{L}{2,20}\.?(?:\s+\p{L}{1,20}\.?)?/u;
const PLAIN = /^([+-]?\s*(?:(?:\d+(?:[ '_]\d{3})+|\d+)(?:[.,]\d*)?|[.,]\d+))(?:\s*[eEеЕ]\s*([+-]?\d+))?/;
const POWER = /^[·*xXхХ]\s*10\s*(?:\^|\*\*)?\s*[({]?\s*([+-]?\s*\d+)\s*[)}]?$/;
const ONLY_POWER = /^([+-]?)\s*10\s*(?:\^|\*\*)\s*[({]?\s*([+-]?\s*\d+)\s*[)}]?$/;
const COMMA_GROUPS = /^[+-]?\s*\d{1,3}(?:,\d{3})+(?:\.\d*)?$/;
const POINT_GROUPS = /^[+-]?\s*\d{1,3}(?:\.\d{3})+,\d*$/;

// ------------------------------------------------------------------------------------------------------------ numbers
const bareOf = text => {
  if (text.length > MAX_CHARACTERS) return null;
  const raised = text.replace(/[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+/g, found => "^" + translated(found, RAISED));
  let bare = tidy(tidy(raised).split(/\s+/).join(" "));
  if (/[%‰]/.test(bare)) return null;
  bare = bare.replace(PREFIX, "");
  const unit = bare.match(UNIT);
  const ends = unit && unit.index + unit[0].length === bare.length;
  if (ends && !unit[0].toLowerCase().split(/[^\p{L}\p{N}_]+/u).some(word => words.includes(word))) bare = bare.slice(0, unit.index);
  return /\d[.;\s]*$/.test(bare) ? bare.replace(/[ .;]+$/, "") : bare;
};
const exponentOf = text => {
  const digits = (text || "0").replace(/ /g, "");
  return digits.length > 5 || Math.abs(Number(digits)) > MAX_EXPONENT ? null : Number(digits);
};
const withoutGroups = part => {
  if (POINT_GROUPS.test(part)) return part.replace(/\./g, "");
  const parted = COMMA_GROUPS.test(part) && (part.split(",").length > 2 || part.includes("."));
  return parted ? part.replace(/,/g, "") : part;
};
const decimal = part => {
  const only = part.match(ONLY_POWER);
  const mantissa = only ? "" : withoutGroups(part);
  const found = only ? [only[0], only[1] + "1", only[2]] : mantissa.match(PLAIN);
  if (!found) return null;
  const rest = only ? "" : mantissa.slice(found[0].length).trim();
  const power = rest.match(POWER);
  if (rest && !power) return null;
  const exponents = [exponentOf(found[2]), exponentOf(power && power[1])];
  if (exponents.includes(null)) return null;
  return Number(found[1].replace(/[\s'_]/g, "").replace(",", ".").replace(/\.$/, "") + "e" + (exponents[0] + exponents[1]));
};
const quotient = bare => {
  const parts = bare.split("/").map(part => decimal(part.trim()));
  if (parts.includes(null) || parts.length > 2 || parts[1] === 0) return null;
  const value = parts.length === 2 ? parts[0] / parts[1] : parts[0];
  return Number.isFinite(value) ? value : null;
};
const number = text => { const bare = bareOf(text); return bare === null ? null : quotient(bare); };
const integer = text => {
  const bare = bareOf(text);
  if (bare === null) return null;
  const grouped = COMMA_GROUPS.test(bare) && !/^[+\- ]*0/.test(bare);
  const value = quotient(grouped ? bare.replace(/,/g, "") : bare);
  return Number.isInteger(value) && Math.abs(value) < 2 ** 63 ? value : null;
};

// ------------------------------------------------------------------------------------------------------------- arrays
const ASSIGNED = new RegExp(String.raw`^${NAME}\s*[=≈:]\s*`, "u");
const WRAPPER = /^(?:[\p{L}\p{N}_]+\.)?(?:array|tensor|matrix)\s*\(([^]*)\)$/u;
const SIZES = /^\[?\s*(\d{1,12}(?:\s*[·*xXхХ]\s*\d{1,12})+)\s*\]?$/;

const shapeOf = value => {
  if (!Array.isArray(value)) return [];
  const inner = value.map(shapeOf);
  const even = inner.every(one => one && one.join() === inner[0].join());
  return even ? [value.length, ...(inner[0] || [])] : null;
};
const entries = row => row.replace(/^[ ,|]+|[ ,|]+$/g, "").split(/,\s*|\s+/).filter(Boolean).map(number);
const rowsOf = (text, shape) => {
  let rows = text.split(/[\n;]/).filter(row => row.replace(/[ ,]/g, "")).map(entries);
  if (shape.length < 2 && rows.length > 1 && rows.every(row => row.length === 1)) rows = [rows.flat()];
  if (!rows.length || rows.flat().includes(null)) return null;
  return shape.length < 2 && rows.length === 1 ? rows[0] : rows;
};
const nested = text => {
  const stack = [[]];
  for (const token of text.match(/[[\]]|[^[\],;\s]+/g)) {
    if (token === "[") {
      if (stack.length > MAX_DEPTH) return null;
      stack.push([]);
    } else if (token === "]") {
      if (stack.length < 2) return null;
      const closed = stack.pop();
      stack.at(-1).push(closed);
    } else {
      const value = number(token);
      if (value === null) return null;
      stack.at(-1).push(value);
    }
  }
  if (stack.length !== 1) return null;
  return stack[0].length === 1 ? stack[0][0] : stack[0];
};
const sizesOf = (plain, shape) => {
  const found = plain.trim().match(SIZES);
  const sizes = found ? found[1].match(/\d+/g).map(Number) : [];
  return shape.length === 1 && sizes.length === shape[0] ? sizes : null;
};
const array = (text, shape) => {
  if (text.length > MAX_ARRAY_CHARACTERS) return null;
  const lines = text.split(/\r\n|[\n\r]/).filter(line => line.trim()).map(tidy).join("\n").replace(ASSIGNED, "");
  const wrapped = lines.trim().match(WRAPPER);
  const plain = translated(wrapped ? wrapped[1] : lines, BRACKETS);
  const sizes = sizesOf(plain, shape);
  if (sizes) return { values: sizes, shape };
  const size = shape.reduce((product, length) => product * length, 1);
  // A comma between two digits is a decimal one, unless only the other reading gives the shape that is asked for.
  const readings = [plain.replace(/(?<=\d),(?=\d)/g, "."), plain]
    .map(meant => (/[[\]]/.test(meant) ? nested(meant) : rowsOf(meant, shape)))
    .filter(Boolean).map(values => ({ values, shape: shapeOf(values) })).filter(one => one.shape);
  return readings.find(one => one.shape.join() === shape.join())
    || readings.find(one => one.values.flat(MAX_DEPTH).length === size) || readings.at(-1) || null;
};
return { number, integer, array };
};
