/**
 * The system calls that Tidewatch makes, through jnr-ffi: the only native code in the project.
 *
 * <p>{@link io.github.tidewatch.linux.SystemCalls} is the whole surface, as small as the callers need
 * ({@link io.github.tidewatch.linux.HostSystemCalls#get}); tests put a fake in its place. Calls return what the kernel returns: a result, or minus the error number, so that the paths
 * that run for every thread on every interval neither throw nor allocate. Where an error is the end of the matter,
 * {@link io.github.tidewatch.linux.SystemCallException} names the call, its arguments and the error. Memory that the
 * kernel reads or writes is {@link io.github.tidewatch.linux.NativeMemory}, owned by whoever made it and kept alive
 * for the length of each call.
 *
 * <p>Imports nothing of Tidewatch.
 */
package io.github.tidewatch.linux;
