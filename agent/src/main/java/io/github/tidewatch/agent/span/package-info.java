/**
 * Spans of the application: opens and closes them in its threads, and commits their events. The application enters by the
 * module {@code api}, which sees nothing of this but types of the JDK: {@link io.github.tidewatch.agent.span.SpanRecorder}
 * is a function from the span's name to what is to be called at its end.
 */
package io.github.tidewatch.agent.span;
