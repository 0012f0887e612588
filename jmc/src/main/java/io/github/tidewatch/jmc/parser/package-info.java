/**
 * An extension of JDK Mission Control's parser: the events about a sampled thread get that thread as their event thread,
 * so that they stand in its row, and each part of an interval becomes a span for the lanes of the Threads page.
 *
 * <p>Imports nothing of ours but {@code metrics}, of which its jar has what it needs: these
 * classes are a fragment of the bundle {@code org.openjdk.jmc.flightrecorder}, which looks for extensions in its own class
 * loader only. On a plain class path they are found the same way.
 */
package io.github.tidewatch.jmc.parser;
