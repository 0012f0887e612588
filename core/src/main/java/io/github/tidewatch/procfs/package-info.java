/**
 * What {@code /proc} says of the threads of this process, without privilege and without native code.
 *
 * <p>Files are read again and again through descriptors that stay open: that costs a tenth of opening them, and a
 * descriptor stays with its task, so that a file of a thread that has exited gives ESRCH and never the values of a
 * later thread with the same tid. {@link io.github.tidewatch.procfs.DescriptorBudget} bounds their number. Contents
 * are parsed from the bytes without making objects. The formats are those of proc(5) and
 * Documentation/filesystems/proc.rst.
 *
 * <p>May import {@code linux} only.
 */
package io.github.tidewatch.procfs;
