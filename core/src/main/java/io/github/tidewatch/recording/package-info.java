/**
 * The files that Flight Recorder writes, as far as their layout goes: chunks ({@link
 * io.github.tidewatch.recording.ChunkFile}), and what can be read of one that is cut off, not finished or garbled ({@link
 * io.github.tidewatch.recording.ChunkRepair}). Knows no events. Nothing of it is safe for several threads at a time.
 */
package io.github.tidewatch.recording;
