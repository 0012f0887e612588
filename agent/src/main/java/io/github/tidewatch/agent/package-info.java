/**
 * The agent's entry: {@code premain}, {@code agentmain}, options and isolation. These few classes are all of Tidewatch
 * that the application's class loaders can see, so this package imports the JDK only, nothing of Tidewatch, and reaches
 * the rest by reflection through {@link io.github.tidewatch.agent.HookLoader} and {@link
 * io.github.tidewatch.agent.JarModule}.
 */
package io.github.tidewatch.agent;
