/**
 * Spans: pieces of work in one thread, accounted by that thread itself. It reads its own counters at the begin and at the
 * end ({@link io.github.tidewatch.accounting.span.SpanAccounting}), and {@link
 * io.github.tidewatch.accounting.span.SpanParts} says where the time between went.
 */
package io.github.tidewatch.accounting.span;
