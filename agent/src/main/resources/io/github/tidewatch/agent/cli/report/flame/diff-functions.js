	const widthsAreNow = /*now:*/true;

	/** Nanoseconds in each second. */
	function samples(n) {
		const [value, unit] = n < 999.5e3 ? [n / 1e3, ' us/s'] : n < 999.5e6 ? [n / 1e6, ' ms/s'] : [n / 1e9, ' s/s'];
		return value.toFixed(value >= 99.5 || unit === ' us/s' ? 0 : value >= 9.95 ? 1 : 2) + unit;
	}

	const ofChance = {0: ', no more than chance', 7: ', not known whether by chance'};

	/** What a frame's time is in the other recording, and whether the difference is more than chance. */
	function compared(width, other, colour) {
		const [before, now] = widthsAreNow ? [other, width] : [width, other];
		const change = before > 0 ? (now >= before ? '+' : '') + (100 * (now - before) / before).toFixed(0) + ' %' : 'new';
		return (widthsAreNow ? ' now, baseline ' : ' in the baseline, now ') + samples(other) + ', ' + change
			+ (ofChance[colour] || '');
	}
