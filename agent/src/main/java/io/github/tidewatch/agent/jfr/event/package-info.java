/**
 * The event classes, and what fills and commits them. JFR reads the classes by reflection, and {@code EventClasses}
 * defines them without the fields that cannot be known in this JVM, so nothing may link one before. Knows records of the
 * accounting, but nothing of recordings, hooks or the engine.
 */
package io.github.tidewatch.agent.jfr.event;
