// Written while `grader report --watch` runs: looks at a script beside the page, and reloads when it says something new.
(() => {
  const mine = {{ live | tojson }};
  const look = () => {
    const script = document.createElement("script");
    script.src = `{{ here.up }}version.js?${Date.now()}`;
    script.onload = () => { script.remove(); if (window.reportVersion !== mine) location.reload(); };
    script.onerror = () => script.remove();
    document.head.append(script);
  };
  setInterval(look, 1500);
})();
