// Draws every figure's specification with the colours of the page, and again when light turns to dark.
(() => {
  const figures = [...document.querySelectorAll("figure.chart")];
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const config = () => {
    const text = colour("--text"), soft = colour("--soft"), line = colour("--line");
    return {
      background: null, font: getComputedStyle(document.body).fontFamily, view: { stroke: line },
      axis: { labelColor: text, titleColor: soft, gridColor: line, domainColor: soft, tickColor: soft, labelFontSize: 12,
        titleFontWeight: "normal", titleFontSize: 12 },
      legend: { labelColor: text, titleColor: soft, labelFontSize: 12 }, text: { color: text, fontSize: 12 },
    };
  };
  const draw = async (figure) => {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    const result = await vegaEmbed(figure.querySelector(".drawing"), spec, {
      actions: false, config: config(), renderer: figure.classList.contains("tall") ? "canvas" : "svg",
      tooltip: { theme: dark.matches ? "dark" : "light" },
    });
    // The drawing has a name and a table beside it; its hundreds of marks would only be read out one by one.
    figure.querySelector(".drawing svg")?.setAttribute("aria-hidden", "true");
    const choice = figure.querySelector("[data-choice]");
    if (choice) {
      const show = () => result.view.signal(choice.dataset.choice, choice.value).run();
      choice.onchange = show;
      show();
    }
    figure.dataset.drawn = "yes";
  };
  const all = () => figures.forEach((figure) => draw(figure));
  dark.addEventListener("change", all);
  all();
})();
