package dev.hearth.server;

/** Finds text that is hard to read: less contrast than WCAG 2.2 asks for at level AA. */
final class Contrast {
  /** An expression whose value lists texts with too little contrast, each with its ratio. */
  static final String SCRIPT =
      """
      (() => {
        const parts = colour => (colour.match(/[\\d.]+/g) ?? []).map(Number);
        const over = (top, below) => {
          const alpha = top[3] ?? 1;
          return [0, 1, 2].map(i => top[i] * alpha + below[i] * (1 - alpha));
        };
        const background = element => {
          if (!element) return [255, 255, 255];
          const own = parts(getComputedStyle(element).backgroundColor);
          return (own[3] ?? 1) === 1 ? own : over(own, background(element.parentElement));
        };
        const light = colour => {
          const [r, g, b] = colour.map(value => value / 255)
            .map(value => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const poor = [];
        for (const element of document.querySelectorAll('body *')) {
          const text = [...element.childNodes].some(
            node => node.nodeType === 3 && node.data.trim());
          if (!text || !element.checkVisibility() || element.closest('.gallery, .skip')) continue;
          const below = background(element);
          const [a, b] = [light(over(parts(getComputedStyle(element).color), below)), light(below)];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) poor.push(`${element.innerText} ${ratio.toFixed(2)}`);
        }
        return poor;
      })()
      """;

  private Contrast() {}
}
