/**
 * Virtual threads' own account: how long each waited for a carrier and was mounted, while the option {@code virtual} is on and a
 * recording wants it.
 *
 * <p>{@link io.github.tidewatch.agent.virtual.VirtualThreadWeaving} weaves calls into the JDK's class of virtual threads, of a class
 * that it defines beside it ({@link io.github.tidewatch.agent.virtual.MountCalls}), and takes them out again. They write into a
 * table of numbers ({@link io.github.tidewatch.agent.virtual.MountTable}), which is read now and then: no lock, wait or allocation
 * in what virtual threads run.
 *
 * <p>Imports the JDK and Byte Buddy's ASM ({@code net.bytebuddy.jar.asm}) only.
 */
package io.github.tidewatch.agent.virtual;
