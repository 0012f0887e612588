'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const {comparison, flames} = data;
  const PAGE = 200, MOST_HEIGHT = 4000;
  const rows = comparison.changes.map((change, at) => ({
    ...change, at, isSpan: change.span !== undefined,
    subject: change.span !== undefined ? 'span ' + change.span : change.threadGroup === '' ? '(all threads)' : change.threadGroup,
  }));
  const time = (row, nanos) => duration(nanos) + (row.isSpan ? '' : '/s');
  const percent = row => row.baseline > 0
    ? (row.now >= row.baseline ? '+' : '') + rounded(100 * (row.now - row.baseline) / row.baseline, 0) + ' %'
    : row.now > 0 ? 'new' : '0 %';
  const isChanceKnown = row => row.byChance !== undefined;
  const isChanged = row => row.verdict !== undefined && row.verdict !== 'same';

  function head() {
    byId('headline').textContent = data.headline;
    ['baseline', 'now'].forEach((title, i) => {
      const of = data.recordings[i];
      byId('about').append(element('dt', {}, title), element('dd', {}, of.files.map(printable).join(', ') + ' \u2014 ' + of.length
        + ' from ' + of.begin + ' (' + data.zone + '), ' + of.threads + (of.threads === 1 ? ' thread' : ' threads')));
      of.warnings.forEach(text => byId('reasons').append(element('li', {}, printable('warning of the ' + title + ': ' + text))));
    });
    comparison.reasons.forEach(text => byId('reasons').append(element('li', {}, printable('not comparable, because ' + text))));
    byId('reasons').hidden = byId('reasons').childElementCount === 0;
  }

  const view = {all: !rows.some(isChanged), filter: '', shown: PAGE};

  function matches(row) {
    const text = view.filter.trim();
    const escaped = text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
    return (view.all || isChanged(row)) && (text === '' || new RegExp(escaped, 'i').test(row.subject + ' ' + row.metric));
  }

  /** From the baseline to now, with what chance does on either side of the baseline, where that is known. */
  function bar(row) {
    const chance = row.byChance ?? 0;
    const most = 1.05 * Math.max(row.baseline + chance, row.now, 1);
    const at = value => 100 * Math.max(0, Math.min(most, value)) / most;
    const place = (className, from, to) => element('i', {className, style: 'left:' + at(from) + '%;width:' + (at(to) - at(from)) + '%'});
    const more = row.now > row.baseline;
    const by = 'by' + (isChanged(row) ? more ? ' more' : ' less' : '');
    return element('div', {className: 'scale', role: 'img',
      'aria-label': 'from ' + time(row, row.baseline) + ' to ' + time(row, row.now) + (isChanceKnown(row) ? ', chance ' + time(row, chance) + ' on either side' : '')},
      place('chance', row.baseline - chance, row.baseline + chance),
      place(by, Math.min(row.baseline, row.now), Math.max(row.baseline, row.now)),
      element('i', {className: 'base', style: 'left:' + at(row.baseline) + '%'}));
  }

  function table() {
    const columns = [['', 'name'], ['', 'text'], ['baseline', 'wide'], ['now', ''], ['change', ''], ['by chance', 'wide'], ['', 'change'], ['', 'text verdict']];
    const titles = element('tr');
    columns.forEach(([title, className]) => titles.append(element('th', {scope: 'col', className: className.replace('change', '')},
      element('button', {type: 'button', disabled: true, style: 'opacity:1'}, title))));
    byId('table').tHead.replaceChildren(titles);
    const found = rows.filter(matches);
    byId('table').tBodies[0].replaceChildren(...found.slice(0, view.shown).map(row => {
      const cells = [printable(row.subject), row.metric, time(row, row.baseline), time(row, row.now), percent(row),
        isChanceKnown(row) ? '\u00b1' + time(row, row.byChance) : '', bar(row), row.verdict === undefined ? '' : row.verdict];
      return element('tr', {className: row.verdict === 'worse' ? 'worse' : ''},
        ...cells.map((cell, i) => element('td', {className: columns[i][1]}, cell)));
    }));
    byId('count').textContent = found.length === 0 ? 'None of ' + rows.length + ' numbers.'
      : (found.length > view.shown ? 'The first ' + view.shown + ' of ' : '') + found.length + ' of ' + rows.length + ' numbers.';
    byId('more').hidden = found.length <= view.shown;
  }

  function notes() {
    const list = byId('notes');
    const names = (title, all) => {
      const shown = all.slice(0, 50).map(printable).join(', ');
      if (all.length > 0) list.append(element('li', {}, title + shown + (all.length > 50 ? ' and ' + (all.length - 50) + ' more' : '')));
    };
    names('only now: ', comparison.onlyNow);
    names('only in the baseline: ', comparison.onlyInBaseline);
    if (comparison.spansLeftOut) {
      list.append(element('li', {}, 'spans are not compared: record both with +tidewatch.Span#threshold=0ms'));
    }
  }

  function graphs() {
    let wide = 1;
    let part = Math.max(0, flames.parts.findIndex(one => one.label === 'CPU delay' && one.known && one.now + one.baseline > 0));
    const press = (buttons, at) => buttons.forEach((button, i) => button.setAttribute('aria-pressed', String(i === at)));
    const draw = () => {
      const of = flames.parts[part];
      const stack = i => [of.baseline, of.now][i] === 0 ? 100
        : Math.round(100 * (1 - of.withoutStack[i] / [of.baseline, of.now][i]));
      byId('part-note').textContent = of.known
        ? of.label + ': ' + duration(of.baseline) + '/s in the baseline, now ' + duration(of.now) + '/s; '
          + stack(0) + ' % and ' + stack(1) + ' % of it have a stack.'
        : of.label + ' is unknown in one of the two recordings, or is not the same in both: do not compare it.';
      const graph = of.graphs[wide];
      const isEmpty = [of.baseline, of.now][wide] === 0;
      byId('graph').hidden = isEmpty;
      if (isEmpty) byId('part-note').textContent += ' There is nothing to draw with these widths.';
      // As high as the graph, which begins at its lower edge.
      byId('graph').style.height = Math.min(MOST_HEIGHT, Math.max(200, 80 + 16 * graph.depth)) + 'px';
      showIn(byId('graph'), flamePage(flames.page.replace('/*now:*/true', String(wide === 1)), graph));
    };
    byId('parts').replaceChildren(...flames.parts.map((one, at) => {
      const button = element('button', {type: 'button'}, one.label);
      button.addEventListener('click', () => { part = at; press([...byId('parts').children], part); draw(); });
      return button;
    }));
    press([...byId('parts').children], part);
    const widths = [...document.querySelectorAll('[data-wide]')];
    widths.forEach((button, at) => button.addEventListener('click', () => {
      wide = Number(button.dataset.wide);
      press(widths, at);
      draw();
    }));
    byId('colours').append(...flames.legend.map(one => element('span', {className: 'one'},
      element('span', {className: 'swatch', style: 'background:' + one.colour}), one.label)));
    draw();
  }

  document.querySelector('main').hidden = false;
  head();
  byId('numbers').hidden = !data.withTable;
  const tabs = [...document.querySelectorAll('[data-view]')];
  const pressed = () => tabs.forEach(tab => tab.setAttribute('aria-pressed', String((tab.dataset.view === 'all') === view.all)));
  tabs.forEach(tab => tab.addEventListener('click', () => {
    view.all = tab.dataset.view === 'all';
    pressed();
    table();
  }));
  byId('filter').addEventListener('input', event => {
    view.filter = event.target.value;
    table();
  });
  byId('more').addEventListener('click', () => {
    view.shown += PAGE;
    table();
  });
  pressed();
  table();
  notes();
  graphs();
})();
