/**
 * An slf4j provider that prints to the process's stderr and nowhere else. Isolated from the application; imports slf4j
 * and the JDK only.
 */
package io.github.tidewatch.agent.log;
