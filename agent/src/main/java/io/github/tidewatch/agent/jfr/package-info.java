/**
 * The isolated part's entry, periodic hooks and the recording life cycle. May import Tidewatch's core packages, {@link
 * io.github.tidewatch.agent.jfr.event} and {@link io.github.tidewatch.agent.log}, but not the bootstrap package, which it
 * cannot see.
 */
package io.github.tidewatch.agent.jfr;
