/**
 * {@code top}: the threads of any JVM of the same user, live. {@code ProcessSampler} makes a {@code Snapshot} each
 * interval; {@code View} turns it into lines as {@code ViewState} wants them; {@code LiveTop} draws these in a terminal
 * and turns keys into changes of the state. Only the sampler knows the kernel, and only {@code LiveTop} the terminal.
 */
package io.github.tidewatch.agent.cli.top;
