// Sorts, filters and searches tables that are there without it.  What was chosen is kept in the address.
(() => {
  const collator = new Intl.Collator(["ru", "en"], { numeric: true, sensitivity: "base" });
  const plain = (text) => text.normalize("NFC").toLowerCase().replaceAll("ё", "е");
  const key = (row, column) => row.cells[column].dataset.key ?? row.cells[column].textContent.trim();
  // Numbers by size, words by the alphabet; what has no value comes last in both directions.
  const compare = (one, other, sign) => {
    if (one === "" || other === "") return (one === "") - (other === "");
    const difference = Number(one) - Number(other);
    return sign * (Number.isNaN(difference) ? collator.compare(one, other) : difference);
  };
  const start = (table, index) => {
    const body = table.tBodies[0], rows = [...body.rows], heads = [...table.tHead.rows[0].cells];
    const tools = document.querySelector(`[data-tools-of="${table.id}"]`);
    const search = tools?.querySelector("input[type=search]"), only = tools?.querySelector("select");
    const said = tools?.querySelector("output");
    const state = new URLSearchParams(location.hash.startsWith("#?") ? location.hash.slice(2) : "");
    const words = rows.map((row) => plain(row.dataset.search ?? row.textContent));
    const keep = () => {
      const chosen = new URLSearchParams();
      for (const [name, value] of state) if (value) chosen.set(name, value);
      history.replaceState(null, "", chosen.size ? `#?${chosen}` : location.pathname);
    };
    const sort = (column, direction) => {
      const sign = direction === "descending" ? -1 : 1;
      heads.forEach((head, at) => (at === column ? head.setAttribute("aria-sort", direction) : head.removeAttribute("aria-sort")));
      const sorted = rows.map((row, at) => [key(row, column), at, row]);
      sorted.sort((one, other) => compare(one[0], other[0], sign) || one[1] - other[1]);
      body.append(...sorted.map((one) => one[2]));
    };
    const filter = () => {
      const wanted = plain(search?.value ?? "").split(/\s+/).filter(Boolean), flag = only?.value ?? "";
      let shown = 0;
      rows.forEach((row, at) => {
        const fits = wanted.every((word) => words[at].includes(word)) && (!flag || (row.dataset.flags ?? "").split(" ").includes(flag));
        row.hidden = !fits;
        shown += fits;
      });
      if (said) said.textContent = `${shown} of ${rows.length} shown`;
    };
    heads.forEach((head, column) => head.querySelector("button")?.addEventListener("click", () => {
      const direction = head.getAttribute("aria-sort") === "ascending" ? "descending" : "ascending";
      sort(column, direction);
      state.set(`sort${index}`, `${column} ${direction}`);
      keep();
    }));
    search?.addEventListener("input", () => { filter(); state.set("search", search.value); keep(); });
    only?.addEventListener("change", () => { filter(); state.set("only", only.value); keep(); });
    if (search) search.value = state.get("search") ?? "";
    if (only) only.value = [...only.options].some((one) => one.value === state.get("only")) ? state.get("only") : "";
    const [column, direction] = (state.get(`sort${index}`) ?? "").split(" ");
    if (heads[column] && /^(a|de)scending$/.test(direction)) sort(Number(column), direction);
    if (tools) { tools.hidden = false; filter(); }
  };
  document.querySelectorAll("table.sortable").forEach(start);
})();
