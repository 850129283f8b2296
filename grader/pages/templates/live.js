// Only while somebody watches: looks at a script beside the pages, and reloads when it names another state than at first.
(() => {
  let first;
  const look = () => {
    const script = document.createElement("script");
    script.src = `{{ version_script }}?${Date.now()}`;
    script.onload = () => { script.remove(); first ??= window.reportVersion; if (window.reportVersion !== first) location.reload(); };
    script.onerror = () => script.remove();
    document.head.append(script);
  };
  look();
  setInterval(look, 1500);
})();
