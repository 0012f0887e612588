/**
 * Reads recordings: files → chunks that can be read ({@link io.github.tidewatch.recording.ChunkFile}) →
 * events ({@link io.github.tidewatch.agent.cli.report.recording.RecordingReader}) → the sums of the model.
 *
 * <p>Recordings may be of any JDK, any host and any version of Tidewatch, cut off or damaged: no field is taken for granted.
 * Of the report's packages imports {@code model} only.
 */
package io.github.tidewatch.agent.cli.report.recording;
