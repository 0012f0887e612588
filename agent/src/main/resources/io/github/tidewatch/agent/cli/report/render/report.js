'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const CPU_DELAY = 'cpuDelay', BLOCK_IO = 'blockIoDelay', WAIT = 'waitTime';
  const PAGE = 50, FIRST_CHARTS = 6, MORE_CHARTS = 12;
  const UNKNOWN = '?';
  // Rows come as arrays in the order of data.columns, which is shorter.
  const named = row => Object.fromEntries(data.columns.map((column, i) => [column, row[i]]));
  data.process = named(data.process);
  for (const kind of ['threads', 'groups', 'ended']) data[kind] = data[kind].map(named);

  const percent = value => value === null ? UNKNOWN : rounded(value, 1) + ' %';
  const bytes = value => {
    const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'];
    let unit = 0;
    while (value >= 999.5 && unit < units.length - 1) {
      value /= 1000;
      unit++;
    }
    return rounded(value, unit === 0 || value >= 99.95 ? 0 : 1) + ' ' + units[unit];
  };
  const amount = (value, unit) =>
    value === null ? UNKNOWN : unit === 'NANOSECONDS' ? duration(value) : unit === 'BYTES' ? bytes(value) : String(value);
  const share = (row, field) => row[field] === null || row.wall === 0 ? null : 100.0 * row[field] / row.wall;
  const atLeast = (row, field) => field === BLOCK_IO && row.blockIoAtLeast ? '>=' : '';
  const shareText = (row, field) => atLeast(row, field) + percent(share(row, field));

  // A name of an option or file, such as -XX:ParallelGCThreads or cpu.max, stays on one line, and a number with its unit.
  const prose = text => printable(text).replace(/(\d) (%|us|ms|s|h)(?!\w)/g, '$1\u00a0$2').split(/([^ ]+)/).map(word =>
    word.length > 2 && word.length < 40 && /[-\/=_.:]\S/.test(word) ? element('span', {className: 'word'}, word) : word);

  // Voluntary waits by kind, on demand, of what the recording says something.
  let split = false;
  const kinds = data.waits.filter(kind => data.process[kind.field] > 0);
  const isSplit = row => split && kinds.length > 0 && row.unknownWait !== null && row.unknownWait !== undefined;
  const pieces = row => isSplit(row) ? data.parts.filter(part => part.field !== WAIT).concat(kinds) : data.parts;

  const shown = Object.fromEntries(data.parts.map(part => [part.field, true]));
  const charts = [];

  // Where nearly all threads only wait, what the others do would be a line at the bottom.
  const waits = share(data.process, WAIT);
  shown[WAIT] = !(waits !== null && waits > 50);

  const css = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const clock = millis => new Date(millis).toISOString().slice(11, data.grid.step < 1000 ? 23 : 19);

  /** A point holds until the next one, so the last bucket needs an end, and the last one before a gap: null is a gap. */
  function points(values, scale) {
    const made = [];
    values.forEach((value, at) => {
      if (value === null && at > 0 && values[at - 1] !== null) made.push({x: at * data.grid.step, y: scale(values[at - 1])});
      made.push({x: at * data.grid.step, y: value === null ? NaN : scale(value)});
    });
    const last = values[values.length - 1];
    made.push({x: values.length * data.grid.step, y: last === null ? NaN : scale(last)});
    return made;
  }

  /** A stacked area of the five parts; per 1 if threads are counted, per 100 for percent of one thread's time. */
  function chart(canvas, series, per, unit, always) {
    const step = data.grid.step;
    const microseconds = step * 1000;
    const datasets = data.parts.concat(kinds).map(part => ({
      field: part.field,
      label: part.label,
      data: (series[part.field] || null) === null ? [] : points(series[part.field], value => per * value / microseconds),
      backgroundColor: part.colour,
      borderColor: part.colour,
      borderWidth: 0,
      pointRadius: 0,
      fill: true,
      stepped: 'before',
    })).filter(set => set.data.length > 0);
    const made = new Chart(canvas, {
      type: 'line',
      data: {datasets},
      options: {
        animation: false,
        maintainAspectRatio: false,
        normalized: true,
        parsing: false,
        interaction: {mode: 'index', intersect: false},
        scales: {
          x: {
            type: 'linear', min: 0, max: step * Math.max(1, series.incomplete.length),
            ticks: {maxRotation: 0, autoSkipPadding: 16, includeBounds: false, callback: value => clock(data.grid.begin + value)},
          },
          y: {
            stacked: true, beginAtZero: true, max: per === 100 ? 100 : undefined,
            title: {display: true, text: unit},
            ticks: {maxTicksLimit: per === 100 ? 5 : 8},
          },
        },
        plugins: {
          legend: {display: false},
          tooltip: {
            itemSort: (a, b) => b.datasetIndex - a.datasetIndex,
            callbacks: {
              title: items => items.length ? clock(data.grid.begin + items[0].parsed.x) : '',
              label: item => {
                const some = series.incomplete[Math.round(item.parsed.x / step)] > 0 && item.dataset.field === BLOCK_IO;
                return ' ' + item.dataset.label + ' ' + (some ? 'at least ' : '') + rounded(item.parsed.y, per === 100 ? 1 : 2)
                  + (per === 100 ? ' %' : '');
              },
            },
          },
        },
      },
    });
    made.always = always;
    made.isSplit = () => isSplit(series);
    choose(made);
    colourIn(made);
    charts.push(made);
    return made;
  }

  /** Which of its areas a chart shows: waiting in one, or by kind. */
  function choose(made) {
    made.data.datasets.forEach(set => {
      const kind = kinds.some(one => one.field === set.field);
      const drawn = set.field === WAIT ? !made.isSplit() : !kind || made.isSplit();
      set.hidden = !(drawn && (made.always || shown[kind ? WAIT : set.field]));
    });
  }

  function splitting() {
    byId('split-control').hidden = kinds.length === 0;
    byId('split').addEventListener('click', () => {
      split = !split;
      byId('split').setAttribute('aria-pressed', String(split));
      if (split && !shown[WAIT]) byId('legend').querySelector('[data-part="' + WAIT + '"]').click();
      byId('split-note').hidden = !(split && (data.process.idle > 0 || data.process.stoppedByJvm > 0));
      tiles();
      for (const made of charts) {
        choose(made);
        made.update('none');
      }
      table();
    });
  }

  function colourIn(made) {
    for (const scale of Object.values(made.options.scales)) {
      scale.ticks.color = css('--quiet');
      scale.grid = {color: css('--line')};
      if (scale.title) scale.title.color = css('--quiet');
    }
    made.update('none');
  }

  function legend() {
    const box = byId('legend');
    data.parts.forEach(part => {
      const button = element('button', {type: 'button', 'aria-pressed': String(shown[part.field]), 'data-part': part.field},
        element('span', {className: 'swatch', style: 'background:' + part.colour}), part.label);
      button.addEventListener('click', () => {
        shown[part.field] = !shown[part.field];
        button.setAttribute('aria-pressed', String(shown[part.field]));
        note();
        for (const made of charts) {
          if (made.always) continue;
          choose(made);
          made.update('none');
        }
      });
      box.append(button);
    });
    const note = () => {
      const hidden = data.parts.filter(part => !shown[part.field]).map(part => part.label);
      byId('hidden-note').hidden = hidden.length === 0;
      byId('hidden-note').textContent = 'Not drawn here: ' + hidden.join(', ') + '. The buttons choose.';
    };
    note();
  }

  function head() {
    byId('about').textContent = data.files.map(printable).join(', ') + ' \u2014 ' + data.length + ' from ' + data.begin
      + ' (' + data.zone + '), ' + data.threadCount + (data.threadCount === 1 ? ' thread' : ' threads');
    data.warnings.forEach(text => byId('warnings').append(element('li', {}, text)));
    byId('warnings').hidden = data.warnings.length === 0;
    data.facts.forEach(text => byId('process-facts').append(element('li', {}, text)));
    tiles();
  }

  function tiles() {
    byId('process-parts').replaceChildren(...pieces(data.process).map(part =>
      element('div', {className: 'part', style: 'border-top-color:' + part.colour},
        element('span', {}, part.label), element('b', {}, shareText(data.process, part.field)),
        element('span', {className: 'quiet'},
          data.process[part.field] === null ? 'unknown' : duration(data.process[part.field])))));
  }

  function waitedFor() {
    byId('waits-section').hidden = data.waitedFor.length === 0;
    data.waitedFor.forEach(text => byId('waited-for').append(element('li', {}, ...prose(text))));
  }

  function findings() {
    byId('findings-section').hidden = data.findings.length === 0;
    const said = new Set();
    for (const one of data.findings) {
      // What several findings advise stands with the first.
      const remedies = one.remedy.split('\n').filter(line => line !== '' && !said.has(line));
      remedies.forEach(line => said.add(line));
      const box = element('div', {className: 'finding ' + one.severity});
      box.append(element('h3', {}, element('span', {className: 'score'}, one.score), one.title));
      box.append(element('p', {}, ...prose(one.summary)));
      if (remedies.length > 0) {
        box.append(element('ul', {}, ...remedies.map(line => element('li', {}, ...prose(line)))));
      }
      if (one.explanation) {
        box.append(element('details', {}, element('summary', {}, 'What was compared'),
          element('p', {}, ...prose(one.explanation))));
      }
      byId('findings').append(box);
    }
  }

  function causes() {
    byId('causes-section').hidden = data.causes.length === 0;
    data.causes.forEach(text => byId('causes').append(element('li', {}, ...prose(text))));
  }

  function worst() {
    byId('worst-section').hidden = data.worst.length === 0;
    data.worst.forEach(text => byId('worst').append(element('li', {}, printable(text))));
  }

  let drawn = 0;
  function moreCharts(count) {
    const until = Math.min(data.threadSeries.length, drawn + count);
    for (; drawn < until; drawn++) {
      const row = data.threads[drawn];
      const name = printable(row.name);
      const canvas = element('canvas', {role: 'img', 'aria-label': 'Parts of the time of ' + name + ' over time'});
      const unknown = row[BLOCK_IO] === null ? '; block i/o unknown, contained in waiting' : '';
      byId('charts').append(element('figure', {},
        element('figcaption', {}, element('b', {}, name), ' \u2014 cpu delay ' + shareText(row, CPU_DELAY) + ', block i/o '
          + shareText(row, BLOCK_IO) + unknown),
        element('div', {className: 'chart'}, canvas)));
      chart(canvas, data.threadSeries[drawn], 100, '% of its time', true);
    }
    byId('more-charts').parentElement.hidden = drawn >= data.threadSeries.length;
  }

  const view = {kind: 'threads', sort: 'lost', down: true, filter: '', page: 0, open: null};
  const rowsOf = kind => data[kind].map((row, at) => ({row, at, lost: (row[CPU_DELAY] || 0) + (row[BLOCK_IO] || 0)}));
  let rows = rowsOf('threads');

  function columns() {
    const number = view.kind === 'threads' ? 'tid' : 'threads';
    return [
      {id: 'name', title: view.kind === 'threads' ? 'thread' : 'group', name: true, key: r => r.row.name.toLowerCase()},
      {id: 'number', title: number, wide: true, key: r => r.row.number},
      {id: 'wall', title: 'wall', wide: true, key: r => r.row.wall},
      ...data.parts.map(part => ({
        id: part.field, title: part.label, wide: !part.loss,
        key: r => share(r.row, part.field) === null ? -1 : share(r.row, part.field),
      })),
      {id: 'lost', title: 'lost', bar: true, key: r => r.lost},
    ];
  }

  function matches() {
    const text = view.filter.trim();
    if (text === '') return rows;
    const escaped = text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
    const pattern = new RegExp(escaped, 'i');
    return rows.filter(r => pattern.test(r.row.name) || (view.kind === 'threads' && String(r.row.number) === text));
  }

  function table() {
    const all = columns();
    const order = all.find(c => c.id === view.sort) || all[all.length - 1];
    const found = matches();
    const sign = view.down ? -1 : 1;
    // Keys once for each row: ten thousand of them are sorted at every click.
    const keyed = found.map(r => [order.key(r), r]);
    keyed.sort((a, b) => a[0] < b[0] ? -sign : a[0] > b[0] ? sign : a[1].at - b[1].at);
    const pages = Math.max(1, Math.ceil(keyed.length / PAGE));
    view.page = Math.min(view.page, pages - 1);
    const from = view.page * PAGE;

    const headRow = element('tr');
    for (const column of all) {
      const active = column.id === order.id;
      const button = element('button', {type: 'button', 'data-sort': column.id},
        column.title + (active ? (view.down ? ' \u25be' : ' \u25b4') : ''));
      button.addEventListener('click', () => {
        view.down = active ? !view.down : !column.name;
        view.sort = column.id;
        view.page = 0;
        table();
        document.querySelector('[data-sort="' + column.id + '"]').focus();
      });
      headRow.append(element('th', {
        scope: 'col',
        className: (column.name ? 'name' : '') + (column.wide ? 'wide' : '') + (column.bar ? 'bar' : ''),
        'aria-sort': active ? (view.down ? 'descending' : 'ascending') : 'none',
      }, button));
    }
    byId('table').tHead.replaceChildren(headRow);

    const body = [];
    for (const [, r] of keyed.slice(from, from + PAGE)) {
      body.push(tableRow(r, all));
      if (view.open === r.row) body.push(detail(r, all.length));
    }
    byId('table').tBodies[0].replaceChildren(...body);
    const noun = view.kind === 'threads' ? 'threads' : 'groups';
    byId('count').textContent = keyed.length === 0 ? 'None of ' + rows.length + ' ' + noun + ' matches.'
      : 'Rows ' + (from + 1) + ' to ' + Math.min(keyed.length, from + PAGE) + ' of ' + keyed.length + ' ' + noun
        + (found.length < rows.length ? ' that match, of ' + rows.length : '')
        + (view.kind === 'threads' && data.folded > 0
          ? '; ' + data.folded + ' more that exited or lost little are in their groups only' : '')
        + (view.kind === 'ended' ? '; whole lives, also what lies before the recording' : '') + '.';
    byId('page').textContent = 'Page ' + (view.page + 1) + ' of ' + pages;
    byId('previous').disabled = view.page === 0;
    byId('next').disabled = view.page >= pages - 1;
  }

  function tableRow(r, all) {
    const made = element('tr');
    for (const column of all) {
      const cell = element('td', {className: (column.name ? 'name' : '') + (column.wide ? 'wide' : '') + (column.bar ? 'bar' : '')});
      if (column.name) {
        const open = view.open === r.row;
        const button = element('button', {type: 'button', 'aria-expanded': String(open)},
          printable(r.row.name) + (r.row.state ? ' (' + r.row.state + ')' : ''));
        button.addEventListener('click', () => {
          view.open = open ? null : r.row;
          table();
          const again = [...document.querySelectorAll('td.name button')]
            .find(b => b.textContent === button.textContent && b.getAttribute('aria-expanded') === String(!open));
          if (again) again.focus();
        });
        cell.append(button);
      } else if (column.bar) {
        cell.append(bar(r.row));
      } else if (column.id === 'number') {
        cell.append(String(r.row.number));
      } else if (column.id === 'wall') {
        cell.append(duration(r.row.wall));
      } else {
        cell.append(shareText(r.row, column.id));
      }
      made.append(cell);
    }
    return made;
  }

  function bar(row) {
    const cells = pieces(row).map(part => element('span',
      {style: 'background:' + part.colour + ';width:' + (share(row, part.field) || 0) + '%', title: part.label + ' ' + shareText(row, part.field)}));
    return element('div', {role: 'img', 'aria-label': pieces(row).map(part => part.label + ' ' + shareText(row, part.field)).join(', ')}, ...cells);
  }

  function detail(r, span) {
    const list = element('dl');
    const add = (title, value) => list.append(element('div', {}, element('dt', {}, title), element('dd', {}, value)));
    data.parts.forEach(part => add(part.label, atLeast(r.row, part.field) + amount(r.row[part.field], 'NANOSECONDS')));
    kinds.forEach(kind => add(kind.label, amount(r.row[kind.field], 'NANOSECONDS')));
    data.details.forEach(metric => add(metric.label, amount(r.row[metric.field], metric.unit)));
    const cell = element('td', {colSpan: span}, list);
    const flame = flameOf(r);
    if (flame) {
      const button = element('button', {type: 'button', className: 'flame'},
        'Where in the code: flame graph' + (flame.of === r.row.name ? '' : ' of ' + printable(flame.of)));
      button.addEventListener('click', () => openFlame(flame));
      cell.prepend(element('p', {className: 'controls'}, button));
    }
    if (view.kind === 'threads' && r.at < data.threadSeries.length) {
      const canvas = element('canvas', {role: 'img', 'aria-label': 'Parts of its time over time'});
      cell.prepend(element('div', {className: 'chart'}, canvas));
      requestAnimationFrame(() => canvas.isConnected && chart(canvas, data.threadSeries[r.at], 100, '% of its time', true));
    }
    return element('tr', {className: 'detail'}, cell);
  }

  // Flame graphs: async-profiler's page in a frame, with the frames that the stacks of a row make.
  const flames = data.flames;
  // Of that page, by the type of a frame.
  const FLAME_COLOURS = ['#b2e1b2', '#50e150', '#50cccc', '#e15a5a', '#c8c83c', '#e17d00', '#cce880'];
  const LEAST_WIDTH = 1e-4;

  /** Where a row's graph is: its own, or, of a thread without, its group's. */
  function flameOf(r) {
    if (!flames || view.kind === 'ended') return null;
    if (flames[view.kind][r.at]) return {of: r.row.name, stacks: flames[view.kind][r.at]};
    const group = view.kind === 'threads' ? flames.groupOfThread[r.at] : -1;
    return group >= 0 && flames.groups[group] ? {of: 'its group ' + data.groups[group].name, stacks: flames.groups[group]} : null;
  }

  function openFlame(flame) {
    const width = 1 + flames.parts.length;
    const sums = flames.parts.map((_, part) => flame.stacks.reduce((sum, value, i) => sum + (i % width === 1 + part ? value : 0), 0));
    const drawn = sums.map((sum, part) => sum > 0 && (shown[WAIT] || part < 3));
    if (!drawn.some(is => is)) drawn[3] = true;
    byId('flame-title').textContent = 'Flame graph of ' + printable(flame.of);
    const draw = () => {
      byId('flame-note').textContent = 'Of ' + duration(1000 * sums.reduce((sum, one, part) => sum + (drawn[part] ? one : 0), 0))
        + '. Statistical: by the stacks that Flight Recorder took of the same threads at the same time.';
      showIn(byId('flame-graph'), graphOf(flame.stacks, drawn));
    };
    byId('flame-parts').replaceChildren(...flames.parts.map((part, at) => {
      const button = element('button', {type: 'button', 'aria-pressed': String(drawn[at]), disabled: sums[at] === 0},
        element('span', {className: 'swatch', style: 'background:' + FLAME_COLOURS[part.type]}), part.label + ' ' + duration(1000 * sums[at]));
      button.addEventListener('click', () => {
        if (drawn[at] && drawn.filter(is => is).length === 1) return;
        drawn[at] = !drawn[at];
        button.setAttribute('aria-pressed', String(drawn[at]));
        draw();
      });
      return button;
    }));
    byId('flame').showModal();
    draw();
  }

  /** The page with the parts that are drawn: the colours of their palette at the innermost frame, or at all where it is one part. */
  function graphOf(stacks, drawn) {
    const root = {name: 'all', value: 0, children: new Map()};
    const parts = flames.parts.map((part, at) => ({...part, at})).filter(part => drawn[part.at]);
    const nodes = new Map([[-1, root]]);
    const node = at => {
      if (!nodes.has(at)) {
        const made = {name: flames.names[flames.nameOfNode[at]], value: 0, children: new Map()};
        node(flames.parents[at]).children.set(at, made);
        nodes.set(at, made);
      }
      return nodes.get(at);
    };
    for (let i = 0; i < stacks.length; i += 1 + flames.parts.length) {
      for (const part of parts) {
        const value = stacks[i + 1 + part.at];
        if (value === 0) continue;
        const leaf = node(stacks[i]);
        if (parts.length > 1) leaf.children.set('part' + part.at, {name: '[' + part.label + ']', type: part.type, value, children: new Map()});
        for (let at = stacks[i]; at >= 0; at = flames.parents[at]) node(at).value += value;
        root.value += value;
      }
    }
    const names = [], known = new Map(), lines = [];
    let depth = 0, left0 = 0;
    // Not by recursion: stacks may be as deep as Flight Recorder was told to take them.
    const todo = [[root, 0, 0]];
    while (todo.length > 0) {
      const [frame, level, left] = todo.pop();
      if (frame.value < root.value * LEAST_WIDTH) continue;
      if (!known.has(frame.name)) known.set(frame.name, names.push(printable(frame.name)) - 1);
      const type = frame.type === undefined ? (parts.length === 1 ? parts[0].type : flames.plain) : frame.type;
      lines.push('f(' + (known.get(frame.name) * 8 + type) + ',' + level + ',' + (left - left0) + ',' + frame.value + ')');
      left0 = left;
      depth = Math.max(depth, level + 1);
      let next = left;
      const within = [];
      for (const child of [...frame.children.values()].sort((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0)) {
        within.push([child, level + 1, next]);
        next += child.value;
      }
      for (const one of within.reverse()) todo.push(one); // the page wants each level from left to right
    }
    return flamePage(flames.page, {names, frames: lines.join('\n') + '\n', depth});
  }

  function controls() {
    byId('flame-close').addEventListener('click', () => byId('flame').close());
    byId('flame').addEventListener('close', () => byId('flame-graph').removeAttribute('srcdoc'));
    for (const button of document.querySelectorAll('[data-view]')) {
      button.disabled = data[button.dataset.view].length === 0;
      button.addEventListener('click', () => {
        document.querySelectorAll('[data-view]').forEach(b => b.setAttribute('aria-pressed', String(b === button)));
        Object.assign(view, {kind: button.dataset.view, page: 0, open: null});
        rows = rowsOf(view.kind);
        table();
      });
    }
    byId('filter').addEventListener('input', event => {
      Object.assign(view, {filter: event.target.value, page: 0});
      table();
    });
    byId('previous').addEventListener('click', () => { view.page--; table(); });
    byId('next').addEventListener('click', () => { view.page++; table(); });
    byId('more-charts').addEventListener('click', () => moreCharts(MORE_CHARTS));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => charts.forEach(colourIn));
    addEventListener('beforeprint', () => charts.forEach(made => made.resize()));
    addEventListener('afterprint', () => charts.forEach(made => made.resize()));
  }

  function notes() {
    data.host.forEach(([key, value]) => byId('host').append(element('div', {}, element('dt', {}, key), element('dd', {}, value))));
    const list = byId('notes');
    if (!data.hasStatus) list.append(element('li', {}, 'The recording has no tidewatch.Status event: it does not say what is missing in it.'));
    else if (data.missing.length === 0) list.append(element('li', {}, 'missing: nothing'));
    const kinds = [['missing', 'missing'], ['notSampled', 'not sampled'], ['incomplete', 'incomplete'], ['unreliable', 'unreliable']];
    for (const [kind, title] of kinds) {
      data[kind].forEach(text => list.append(element('li', {}, ...prose(title + ': ' + text))));
    }
    data.sampling.forEach(text => list.append(element('li', {}, ...prose(text))));
    const marks = [];
    if (data.threads.some(row => row[BLOCK_IO] === null)) {
      marks.push('? is unknown, not 0; what there was of it is contained in waiting.');
    }
    if (data.threads.some(row => row.blockIoAtLeast)) marks.push('>= is at least: some records are marked incomplete.');
    byId('marks').textContent = marks.join(' ');
  }

  document.querySelector('main').hidden = false;
  head();
  legend();
  chart(byId('process-chart'), data.processSeries, 1, 'threads', false);
  findings();
  worst();
  causes();
  waitedFor();
  splitting();
  moreCharts(FIRST_CHARTS);
  byId('charts-section').hidden = data.threadSeries.length === 0;
  controls();
  table();
  notes();
})();
