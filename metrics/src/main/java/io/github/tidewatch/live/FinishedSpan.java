package io.github.tidewatch.live;

import java.time.Duration;
import java.util.Map;

/**
 * A piece of work that has ended. Immutable.
 *
 * @param attributes by their names: {@link LiveMetric#SPAN_NAME}, and {@link LiveMetric#ERROR_TYPE} if an exception ended it
 * @param duration how long it lasted
 */
public record FinishedSpan(Map<String, String> attributes, Duration duration) {}
