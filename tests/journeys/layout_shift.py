"""What moved under its reader's eyes, as the page itself tells it."""

# All that moved since the page began, and what it was. The page is painted once more before that.
SHIFT = """() => new Promise((done) => {
  let sum = 0;
  const moved = [];
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      sum += entry.value;
      for (const { node } of entry.sources) moved.push(node?.outerHTML?.slice(0, 80));
    }
  });
  observer.observe({ type: "layout-shift", buffered: true });
  const soon = () => setTimeout(() => done([sum, moved]), 100);
  requestAnimationFrame(() => requestAnimationFrame(soon));
})"""
