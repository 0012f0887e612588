/**
 * Code woven into the JVM's own classes: a call at the end of each thread.
 *
 * <p>The VM calls the private {@code Thread.exit()} in every platform thread that ends, however it was made and however
 * it ends; a call is inserted at its begin, to a small class that is defined beside {@code Thread}, since only what the
 * boot loader sees can be called from there. Appending to the boot loader's path instead would turn class data sharing
 * off for the application, and say so on stderr.
 *
 * <p>By Byte Buddy's ASM alone: for one instruction, all of Byte Buddy takes five times as long and loads some hundred classes
 * more in every JVM that records (measured on JDK 17: 50 ms against 310 on top of an agent that does nothing).
 *
 * <p>With a recording from the start the call is there before {@code main}, and {@link
 * io.github.tidewatch.agent.hook.EarlyExits} buffers exits until they can be reported. For that this package and ASM have a
 * loader of their own, the parent of the isolated layer's: it is there at once, and the layer takes several times as long.
 * The layer uses the same ASM, and has another for jnr-ffi.
 *
 * <p>Imports the JDK and Byte Buddy's ASM ({@code net.bytebuddy.jar.asm}) only.
 */
package io.github.tidewatch.agent.hook;
