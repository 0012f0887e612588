/**
 * What the host counts of its CPUs ({@code /proc/stat}, proc_stat(5)) and of its stalls ({@code /proc/pressure},
 * Documentation/accounting/psi.rst), and on which CPUs a task may run ({@code Cpus_allowed_list}, proc_pid_status(5)).
 *
 * <p>Parsers take bytes, make no objects, and say {@code UNKNOWN} of what a text does not have: unknown is never zero.
 *
 * <p>May import {@code procfs} only.
 */
package io.github.tidewatch.host;
