'use strict';
// What the scripts of all pages share.
const {byId, rounded, duration, printable, element, flamePage, showIn} = (() => {
  const byId = id => document.getElementById(id);

  // As the text report writes them (Durations.java, Sizes.java, Format.java): the same rounding, so that the same numbers are shown.
  const rounded = (value, digits) => (Math.round(value * 10 ** digits) / 10 ** digits).toFixed(digits);
  const duration = nanos => {
    if (nanos === 0) return '0 s';
    if (nanos < 999.5e3) return rounded(nanos / 1e3, 0) + ' us';
    if (nanos < 999.5e6) return rounded(nanos / 1e6, nanos < 9.95e6 ? 1 : 0) + ' ms';
    const seconds = nanos / 1e9;
    return seconds >= 100000 ? rounded(seconds / 3600, 1) + ' h' : rounded(seconds, seconds >= 999.995 ? 0 : 2) + ' s';
  };

  // Names are the application's: as text only, and without what would turn a line around.
  const printable = name => {
    const text = name.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, ' ');
    return text.trim() === '' ? '"' + text + '"' : text;
  };

  const element = (tag, properties, ...children) => {
    const made = document.createElement(tag);
    for (const [key, value] of Object.entries(properties || {})) {
      if (key === 'style') made.style.cssText = value;
      else if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };

  /** The converter's page of a flame graph with these frames, whose names are printable. */
  function flamePage(page, {names, frames, depth}) {
    // A name begins with a character that says how much of the one before it has: nothing.
    const packed = names.map((name, i) => i === 0 ? name : ' ' + name);
    const filled = {
      title: '&nbsp;', height: Math.max(160, depth * 16) + 'px;', depth: String(depth),
      cpool: JSON.stringify(packed).slice(1, -1).replace(/</g, '\\u003c'), frames,
    };
    return page.replace(/\/\*(title|height|depth|cpool|frames):\*\/(?:300px|0)?/g, (_, key) => filled[key]);
  }

  /** Shows a page in a frame, which has its size by then: the page asks for it once. */
  function showIn(frame, page) {
    requestAnimationFrame(() => requestAnimationFrame(() => { frame.srcdoc = page; }));
  }

  return {byId, rounded, duration, printable, element, flamePage, showIn};
})();
